#include "report/ci_text.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/blocks.hpp"
#include "report/ci_words.hpp"
#include "report/layout.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

void legs(Layout& layout, const CiReport& report) {
    std::vector<std::vector<Span>> rows;
    for (const LegState state : {LegState::failed, LegState::passed})
        for (const CiLeg& leg : report.legs) {
            if (leg.state != state) continue;
            const Style style = state == LegState::failed ? Style::bold_red : Style::green;
            rows.push_back({{one_line(leg.name, 80), Style::bold},
                            {state_word(leg), style},
                            {leg.python.empty() ? "" : "Python " + one_line(leg.python, 40), Style::plain},
                            {outcome_words(leg), Style::plain},
                            {leg.seconds > 0 ? fmt::format("{:.1f} s", leg.seconds) : "", Style::dim}});
        }
    layout.table(rows);
}

/// The failures of a leg that is compared with no other one.
void alone(Layout& layout, const std::vector<CiProblem>& problems, const CiComparison& comparison) {
    for (const CiProblem& one : problems) {
        if (one.in != &comparison) continue;
        layout.blank();
        layout.flow({{error_line(one.error()), Style::red}}, 2);
        for (const Block& block : blocks(one.problem.clusters))
            if (const std::string place = place_line(block.first().error); !place.empty())
                layout.flow({{"  " + place, Style::plain}}, 4);
        layout.flow({{"  " + tests_line(one.problem.clusters), Style::plain}}, 4);
    }
}

}  // namespace

std::string ci_text(const CiReport& given, const Secrets& secrets, const TextOptions& options) {
    const CiReport report = without_secrets(given, secrets);
    const auto problems = ci_problems(report);
    Layout layout(options);
    layout.paragraph("", ci_headline(report, problems), Style::bold);
    legs(layout, report);
    for (const std::string& line : failed_without_test(report)) layout.paragraph("", line, Style::red);
    std::string out = layout.take();
    for (const CiComparison& comparison : report.comparisons) {
        Layout part(options);
        part.paragraph("", compared_words(report, comparison), Style::bold_cyan);
        if (!comparison.not_attributed.empty()) part.paragraph("note: ", comparison.not_attributed, Style::yellow);
        const bool tells =
            std::any_of(problems.begin(), problems.end(), [&](const CiProblem& one) { return one.in == &comparison; });
        if (!tells) part.paragraph("", "Its failures are told with those of another leg.", Style::dim);
        for (const CiProblem& one : problems)
            if (const std::string seen = one.in == &comparison ? separation_words(report, one) : ""; !seen.empty())
                part.paragraph("", fmt::format("{}: {}", error_line(one.error(), 80), seen), Style::dim);
        if (tells && !comparison.good) alone(part, problems, comparison);
        out += "\n" + part.take();
        if (tells && comparison.good) out += text(comparison.report, secrets, options);
    }
    Layout end(options);
    if (!report.notes.empty()) end.blank();
    for (const std::string& note : report.notes) end.paragraph("note: ", note, Style::dim, Style::dim);
    return secrets.hide(out + end.take());
}

}  // namespace testskew::report
