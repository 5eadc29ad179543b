#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/blocks.hpp"
#include "report/difference_words.hpp"
#include "report/headline.hpp"
#include "report/install_words.hpp"
#include "report/layout.hpp"
#include "report/plan.hpp"
#include "report/report.hpp"
#include "report/reproduction_words.hpp"
#include "report/side_words.hpp"
#include "report/text_problem.hpp"
#include "report/told_verdicts.hpp"
#include "report/untested_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

Style outcome_style(const ReportSide& side) {
    for (const auto& [outcome, count] : side.outcomes)
        if (is_failure(outcome)) return Style::red;
    return side.outcomes.empty() ? Style::yellow : Style::green;
}

void sides(Layout& layout, const Report& report) {
    std::vector<std::vector<Span>> rows;
    for (const bool bad : {true, false}) {
        const ReportSide& side = bad ? report.bad : report.good;
        rows.push_back(
            {{bad ? bad_name(report) : good_name(report), Style::bold},
             {side.python.empty() ? "" : "Python " + side.python, Style::plain},
             {side.packages.empty() ? "" : count_of(static_cast<long>(side.packages.size()), "package"), Style::dim},
             {one_line(side.selection, 60), Style::plain},
             {counts_line(side.outcomes), outcome_style(side)},
             {side.seconds > 0 ? fmt::format("{:.1f} s", side.seconds) : "", Style::dim}});
    }
    layout.table(rows);
    for (const SideRemark& one : side_remarks(report, layout.options().verbose))
        layout.flow({{"  " + one.who + ": ", Style::dim}, {one.text, one.warning ? Style::yellow : Style::dim}}, 4);
}

void differences(Layout& layout, const Report& report, bool tested) {
    const auto all = told_differences(report, layout.options().verbose);
    layout.blank();
    if (all.empty()) {
        if (!tested) layout.paragraph("", "Nothing else in which the two sides differ is known.");
        return;
    }
    layout.paragraph("", fmt::format("{} and {} differ in:", bad_name(report), good_name(report)), Style::bold);
    const bool verbose = layout.options().verbose;
    for (const Difference& difference : all) {
        const std::string name = difference.swappable ? factor_name(difference.factor) : "not swappable";
        const std::string pad(name.size() < 16 ? 16 - name.size() : 1, ' ');
        layout.flow({{"  ", Style::plain},
                     {name, Style::cyan},
                     {pad + difference_line(report, difference, verbose ? difference.deltas.size() : 3), Style::plain}},
                    18);
    }
    if (!tested) {
        layout.blank();
        layout.paragraph("", untested_differences(report), Style::yellow);
    }
}

void section(Layout& layout, const Report& report, ClusterKind kind) {
    const auto clusters = of_kind(report, kind);
    if (clusters.empty()) return;
    layout.blank();
    layout.paragraph("", section_title(report, kind), Style::bold);
    const auto all = blocks(clusters);
    const std::size_t most = layout.options().verbose ? all.size() : 5;
    for (std::size_t i = 0; i < all.size() && i < most; ++i) {
        layout.flow({{"-  " + tests_line(all[i].clusters), Style::plain}}, 3);
        write_failures(layout, report, all[i].clusters, 3);
        for (const std::string& line : untested_lines(report, all[i].clusters)) layout.paragraph("     ", line);
    }
    if (all.size() > most)
        layout.paragraph("   ",
                         fmt::format("and {} more (-v shows them)", count_of(static_cast<long>(all.size() - most),
                                                                             "kind of failure", "kinds of failures")),
                         Style::dim);
}

void other_outcomes(Layout& layout, const Report& report) {
    const auto& others = report.comparison.other_differences;
    if (others.empty()) return;
    layout.blank();
    layout.paragraph("",
                     fmt::format("{} another outcome without failing.",
                                 count_of(static_cast<long>(others.size()), "test has", "tests have")),
                     Style::bold);
    const std::size_t most = layout.options().verbose ? others.size() : 5;
    for (std::size_t i = 0; i < others.size() && i < most; ++i)
        layout.paragraph("   ",
                         fmt::format("{}   {} in {}, {} in {}", others[i].id, to_string(others[i].bad),
                                     bad_name(report), to_string(others[i].good), good_name(report)),
                         Style::plain, Style::plain, 5);
    if (others.size() > most)
        layout.paragraph("   ", fmt::format("and {} more (-v shows them)", others.size() - most), Style::dim);
}

void warnings(Layout& layout, const std::vector<WarningRecord>& only, const std::string& side) {
    if (only.empty()) return;
    layout.blank();
    layout.paragraph("", fmt::format("{} only in {}.", count_of(static_cast<long>(only.size()), "warning"), side),
                     Style::bold);
    const std::size_t most = layout.options().verbose ? only.size() : 3;
    for (std::size_t i = 0; i < only.size() && i < most; ++i) {
        const WarningRecord& w = only[i];
        layout.paragraph(
            "   ",
            fmt::format("{}: {}{}", w.category, one_line(first_line(w.message), layout.options().verbose ? 500 : 160),
                        w.path.empty() ? "" : fmt::format(" ({}:{})", w.path, w.line)),
            Style::dim, Style::plain, 5);
    }
    if (only.size() > most)
        layout.paragraph("   ", fmt::format("and {} more (-v shows them)", only.size() - most), Style::dim);
}

void other_sections(Layout& layout, const Report& report) {
    for (const ClusterKind kind : {ClusterKind::common, ClusterKind::reverse, ClusterKind::one_sided})
        section(layout, report, kind);
    other_outcomes(layout, report);
    warnings(layout, report.comparison.warnings_bad_only, bad_name(report));
    warnings(layout, report.comparison.warnings_good_only, good_name(report));
    if (const int more = report.comparison.warnings_left_out)
        layout.paragraph(
            "",
            fmt::format("{} of one side only {} not kept.", count_of(more, "more warning"), more == 1 ? "is" : "are"),
            Style::dim);
}

/// Writes that one side cannot be installed, which is all that such a report tells.
void installation(Layout& layout, const UninstallablePackage& refused) {
    std::string verdict = install_verdict(refused);
    std::transform(verdict.begin(), verdict.end(), verdict.begin(), [](unsigned char c) { return std::toupper(c); });
    layout.blank();
    layout.flow({{"1  ", Style::bold},
                 {verdict, Style::bold_cyan},
                 {"  " + install_factor(refused), Style::bold},
                 {"    all tests", Style::plain}},
                3);
    layout.flow({{"   " + install_sentence(refused), Style::red}}, 5);
    layout.flow({{"     " + refused.reason, Style::dim}}, 7);
    for (const auto& [label, text] : install_rows(refused))
        layout.flow({{"   ", Style::plain}, {fmt::format("{:<11}", label), Style::cyan}, {text, Style::plain}}, 14);
}

void footer(Layout& layout, const Report& report) {
    std::string line;
    if (!report.sessions.empty()) line = count_of(static_cast<long>(report.sessions.size()), "session");
    if (report.seconds >= 1) line += fmt::format("{}{:.0f} s", line.empty() ? "" : ", ", report.seconds);
    if (!line.empty()) line += ".";
    if (!report.run_directory.empty())
        line += (line.empty() ? "" : "   ") + report.run_directory + (report.run_directory.ends_with('/') ? "" : "/");
    if (line.empty()) return;
    layout.blank();
    layout.paragraph("", line, Style::dim);
}

/// Writes the first problems whole and the rest on a line each, as nobody reads two hundred of them.
void all_problems(Layout& layout, const Report& report) {
    constexpr std::size_t whole = 20;
    const auto all = problems(report);
    const std::size_t most = layout.options().verbose || all.size() <= whole + 3 ? all.size() : whole;
    for (std::size_t i = 0; i < most; ++i) write_problem(layout, report, all[i]);
    if (most == all.size()) return;
    layout.blank();
    layout.paragraph("",
                     fmt::format("{}, a line each (-v tells them whole):",
                                 count_of(static_cast<long>(all.size() - most), "more problem")),
                     Style::bold);
    for (std::size_t i = most; i < all.size(); ++i) write_problem_line(layout, report, all[i]);
}

}  // namespace

std::string text(const Report& given, const Secrets& secrets, const TextOptions& options) {
    const Report report = without_secrets(given, secrets);
    Layout layout(options);
    for (const ReproductionLine& line : reproduction_lines(report))
        layout.paragraph("", line.text, line.whole ? Style::green : Style::yellow);
    if (!report.cannot_install) {
        sides(layout, report);
        layout.blank();
    }
    layout.paragraph("", headline(report), Style::bold);
    if (report.cannot_install) installation(layout, *report.cannot_install);
    all_problems(layout, report);
    other_sections(layout, report);
    const bool tested = report.attribution.done;
    if (!report.comparison.clusters.empty() && (!tested || options.verbose)) differences(layout, report, tested);
    if (const std::string stopped = stopped_line(report); !stopped.empty()) {
        layout.blank();
        layout.paragraph("", stopped, Style::yellow);
    }
    if (!report.notes.empty()) layout.blank();
    for (const std::string& note : report.notes) layout.paragraph("note: ", note, Style::dim, Style::dim);
    if (options.plan) write_plan(layout, report);
    footer(layout, report);
    return secrets.hide(layout.take());
}

std::string traceback(const Failure& failure, const Secrets& secrets, const TextOptions& options) {
    if (!failure.swallowed) return "";
    Report given;
    given.comparison.clusters.emplace_back().error = failure;
    const Report report = without_secrets(given, secrets);
    Layout layout(options);
    layout.blank();
    layout.paragraph("", "What the run recorded behind it:", Style::bold);
    write_traceback(layout, report.comparison.clusters.front().error, 2);
    return secrets.hide(layout.take());
}

}  // namespace testskew::report
