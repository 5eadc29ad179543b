#include <fmt/core.h>

#include "model/json.hpp"
#include "report/difference_words.hpp"
#include "report/headline.hpp"
#include "report/install_words.hpp"
#include "report/markdown_problem.hpp"
#include "report/markdown_words.hpp"
#include "report/pieces.hpp"
#include "report/report.hpp"
#include "report/reproduction_words.hpp"
#include "report/skips.hpp"
#include "report/untested_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

Piece section(const Report& report, const std::string& title, ClusterKind kind) {
    const auto clusters = of_kind(report, kind);
    if (clusters.empty()) return {};
    Piece piece;
    piece.full = piece.brief = fmt::format("\n### {}\n", markdown_text(title));
    failures_markdown(piece.full, report, clusters, nullptr);
    piece.brief += "\n" + markdown_text(tests_line(clusters)) + "\n";
    return piece;
}

/// The whole report on a side that cannot be installed.
std::string installation(const Report& report) {
    const UninstallablePackage& refused = *report.cannot_install;
    std::string out = "## testskew: " + markdown_text(headline(report)) + "\n\n### 1. " +
                      markdown_text(install_verdict(refused) + ": " + install_factor(refused)) + " (all tests)\n\n" +
                      markdown_text(install_sentence(refused)) + "\n\n" + code_block(refused.reason) + "\n";
    for (const auto& [label, text] : install_rows(refused)) out += "- " + label + ": " + markdown_text(text) + "\n";
    return out;
}

std::string summary_row(const Report& report, const Problem& problem) {
    return fmt::format("| {} | {} | {} | {} | {} |\n", problem.number, problem.tests(),
                       markdown_cell(markdown_code(error_line(problem.clusters.front()->error, 120))),
                       verdict_word(report, problem), markdown_cell(markdown_text(followed_factors(problem))));
}

/// The two sides, and what they got instead of what was asked for.
std::string sides(const Report& report) {
    std::string out = "\n| side | Python | packages | selection | outcome |\n|---|---|---|---|---|\n";
    for (const ReportSide* side : {&report.bad, &report.good}) {
        std::vector<std::string> outcomes;
        for (const auto& [outcome, count] : side->outcomes)
            outcomes.push_back(fmt::format("{} {}", count, to_string(outcome)));
        if (!side->ended.empty()) outcomes.push_back(markdown_text(side->ended));
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           markdown_cell(markdown_text(side == &report.bad ? bad_name(report) : good_name(report))),
                           markdown_text(side->python), side->packages.size(),
                           markdown_cell(markdown_code(side->selection)), markdown_cell(join(outcomes, ", ")));
    }
    for (const ReportSide* side : {&report.bad, &report.good}) {
        const std::string name = side == &report.bad ? bad_name(report) : good_name(report);
        for (const Fidelity& f : side->provenance.fidelity)
            out +=
                "\n> " + markdown_text(fmt::format("{}: {} {} asked, {} found", name, f.what, f.asked, f.got)) + "\n";
        for (const std::string& note : side->provenance.notes) out += "\n> " + markdown_text(name + ": " + note) + "\n";
    }
    return out;
}

Piece problem_piece(const Report& report, const Problem& problem) {
    const std::string head =
        fmt::format("\n### {}. {} ({})\n", problem.number, markdown_text(verdict_title(report, problem)),
                    count_of(problem.tests(), "test"));
    Piece piece{head, head + "\n" + markdown_code(error_line(problem.clusters.front()->error)) + "\n"};
    failures_markdown(piece.full, report, problem.clusters, &problem);
    return piece;
}

Piece differences(const Report& report) {
    if (report.comparison.differences.empty()) return {};
    std::string list;
    for (const Difference& difference : report.comparison.differences)
        list += "- **" + factor_name(difference.factor) + (difference.swappable ? "" : " (not swappable)") +
                "**: " + markdown_text(difference_line(report, difference, 20)) + "\n";
    if (!report.attribution.done) list += "\n" + markdown_line(untested_differences(report)) + "\n";
    Piece piece;
    folded_away(piece.full,
                "Differences between " + markdown_text(bad_name(report)) + " and " + markdown_text(good_name(report)),
                list);
    return piece;
}

}  // namespace

std::string markdown(const Report& given, const Secrets& secrets, std::size_t most) {
    const Report report = without_secrets(given, secrets);
    if (report.cannot_install) return installation(report);
    std::string out = "## testskew: " + markdown_text(headline(report)) + "\n";
    for (const ReproductionLine& line : reproduction_lines(report)) out += "\n" + markdown_text(line.text) + "\n";
    out += sides(report);
    const auto found = problems(report);
    if (!found.empty()) {
        std::vector<std::string> rows;
        for (const Problem& problem : found) rows.push_back(summary_row(report, problem));
        out += "\n| problem | tests | error | verdict | follows |\n|---|---|---|---|---|\n" +
               fitting(rows, most / 4, "more problem");
    }
    std::vector<Piece> pieces;
    for (const Problem& problem : found) pieces.push_back(problem_piece(report, problem));
    pieces.push_back(section(report, "Fail on both sides in the same way", ClusterKind::common));
    pieces.push_back(section(report, "Fail in " + good_name(report) + " only", ClusterKind::reverse));
    pieces.push_back(section(report, one_sided_title(report), ClusterKind::one_sided));
    pieces.push_back(differences(report));
    std::string end;
    if (const std::string stopped = stopped_line(report); !stopped.empty())
        end += "\n> " + markdown_line(stopped) + "\n";
    for (const std::string& note : report.notes)
        if (end.size() < most / 20) end += "\n> " + markdown_text(note) + "\n";
    const std::string shortened =
        "\n> This is shortened, as no more fits here: the text report has all of it with `-v`.\n";
    const std::size_t used = out.size() + end.size() + shortened.size();
    return out + folded(pieces, most > used ? most - used : 0, shortened) + end;
}

}  // namespace testskew::report
