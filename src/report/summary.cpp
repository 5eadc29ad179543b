#include "report/summary.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/ci_words.hpp"
#include "report/difference_words.hpp"
#include "report/markdown_problem.hpp"
#include "report/markdown_words.hpp"
#include "report/pieces.hpp"
#include "report/untested_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string legs_table(const CiReport& report, std::size_t most) {
    std::vector<std::string> rows;
    for (const LegState state : {LegState::failed, LegState::passed})
        for (std::size_t i = 0; i < report.legs.size(); ++i) {
            const CiLeg& leg = report.legs[i];
            if (leg.state != state) continue;
            std::string beside;
            for (const CiComparison& one : report.comparisons)
                if (beside.empty() && one.bad == i && one.good) beside = leg_names(report, {*one.good});
            const std::string state_shown = state == LegState::failed ? "**failed**" : markdown_text(state_word(leg));
            rows.push_back(fmt::format("| {} | {} | {} | {} | {} |\n", markdown_cell(markdown_text(leg.name)),
                                       state_shown, markdown_cell(markdown_text(leg.python)),
                                       markdown_cell(markdown_text(outcome_words(leg))),
                                       markdown_cell(markdown_text(beside))));
        }
    return "\n| leg | | Python | tests | compared with |\n|---|---|---|---|---|\n" + fitting(rows, most, "more leg");
}

std::string problems_table(const CiReport& report, const std::vector<CiProblem>& problems, std::size_t most) {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < problems.size(); ++i) {
        const CiProblem& one = problems[i];
        rows.push_back(fmt::format("| {} | {} | {} | {} | {} | {} |\n", i + 1, one.problem.tests(),
                                   markdown_cell(markdown_text(leg_names(report, one.legs))),
                                   markdown_cell(markdown_code(error_line(one.error(), 120))),
                                   verdict_word(one.in->report, one.problem),
                                   markdown_cell(markdown_text(followed_factors(one.problem)))));
    }
    return "\n| | tests | legs | error | verdict | follows |\n|---|---|---|---|---|---|\n" +
           fitting(rows, most, "more problem");
}

std::string differences_part(const CiComparison& one) {
    std::string list;
    for (const Difference& difference : one.report.comparison.differences)
        list += "- **" + factor_name(difference.factor) + (difference.swappable ? "" : " (not swappable)") +
                "**: " + markdown_text(difference_line(one.report, difference, 20)) + "\n";
    if (list.empty()) return {};
    std::string text;
    folded_away(
        text,
        "Differences between " + markdown_text(bad_name(one.report)) + " and " + markdown_text(good_name(one.report)),
        list);
    return text;
}

Piece problem_piece(const CiReport& report, const CiProblem& one, std::size_t number) {
    const std::string head =
        fmt::format("\n#### {}. {} ({})\n\n{}\n", number, markdown_text(verdict_title(one.in->report, one.problem)),
                    count_of(one.problem.tests(), "test"), markdown_text(where_words(report, one)));
    const std::string separates = separation_words(report, one);
    const std::string seen = separates.empty() ? "" : "\n" + markdown_text(separates) + ".\n";
    Piece piece{head + seen, head + "\n" + markdown_code(error_line(one.error())) + "\n"};
    failures_markdown(piece.full, one.in->report, one.problem.clusters, &one.problem);
    return piece;
}

/// With which leg one was compared. What they differ in is shown where a problem is told.
Piece comparison_piece(const CiReport& report, const std::vector<CiProblem>& problems, const CiComparison& one) {
    const bool tells =
        std::any_of(problems.begin(), problems.end(), [&](const CiProblem& problem) { return problem.in == &one; });
    const std::string line = "\n" + markdown_text(compared_words(report, one)) + ".\n" +
                             (one.not_attributed.empty() ? "" : "\n> " + markdown_text(one.not_attributed) + "\n");
    return {tells ? line + differences_part(one) : line, line};
}

}  // namespace

std::string summary(const CiReport& given, const Secrets& secrets, std::size_t most) {
    if (!given.failed()) return {};
    const CiReport report = without_secrets(given, secrets);
    const auto problems = ci_problems(report);
    std::string out =
        "### testskew: " + markdown_text(ci_headline(report, problems)) + "\n" + legs_table(report, most / 6);
    for (const std::string& line : failed_without_test(report))
        if (out.size() < most / 3) out += "\n" + markdown_text(line) + ".\n";
    for (const std::string& line : unusable_legs(report))
        if (out.size() < most / 3) out += "\n> not used: " + markdown_text(line) + "\n";
    if (!problems.empty()) out += problems_table(report, problems, most / 6);
    std::string end;
    for (const std::string& note : report.notes)
        if (end.size() < most / 20) end += "\n> " + markdown_text(note) + "\n";
    if (!report.comparisons.empty())
        end += "\nWith the recording of the leg, at home: " +
               markdown_code("testskew run --bad " + shell_quoted(report.legs.at(report.comparisons[0].bad).file) +
                             " --good here") +
               "\n";
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < problems.size(); ++i) pieces.push_back(problem_piece(report, problems[i], i + 1));
    for (const CiComparison& one : report.comparisons) pieces.push_back(comparison_piece(report, problems, one));
    constexpr std::size_t for_the_note = 300;
    const std::size_t used = out.size() + end.size() + for_the_note;
    out += folded(pieces, most > used ? most - used : 0,
                  "\n> This summary is shortened, as GitHub shows no longer one: the log and the recordings have the "
                  "rest.\n");
    return out + end;
}

}  // namespace testskew::report
