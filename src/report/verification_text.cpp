#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/facts.hpp"
#include "report/layout.hpp"
#include "report/verification.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_lines = 20;

Style style_of(const StandingOnSide& standing) {
    switch (standing.standing) {
        case Standing::gone: return Style::green;
        case Standing::no_result:
        case Standing::not_run:
        case Standing::sometimes: return Style::yellow;
        case Standing::changed:
        case Standing::still: break;
    }
    return Style::red;
}

std::string kind_words(ClusterKind kind) {
    switch (kind) {
        case ClusterKind::common: return "failed on both sides";
        case ClusterKind::reverse: return "failed on the good side only";
        case ClusterKind::one_sided: return "ran on one side only";
        case ClusterKind::flaky: return "flaky";
        case ClusterKind::regression: break;
    }
    return {};
}

void problem(Layout& layout, const VerifiedProblem& one) {
    layout.blank();
    const std::string kind = kind_words(one.kind);
    layout.flow({{one.number > 0 ? fmt::format("{}  ", one.number) : "-  ", Style::bold},
                 {one_line(one.error, 300), Style::bold},
                 {fmt::format("  {}{}", count_of(one.tests, "test"), kind.empty() ? "" : ", " + kind), Style::dim}},
                3);
    for (const StandingOnSide& side : one.sides)
        layout.flow({{"   " + printable(side.side) + "  ", Style::bold}, {standing_words(side), style_of(side)}}, 6);
    const std::string undone = undone_words(one);
    if (undone.empty()) return;
    const bool follows = one.undone == Undone::comes_back;
    layout.flow({{"   " + undone, follows ? Style::green : Style::yellow}}, 3);
}

void list(Layout& layout, const std::vector<std::string>& lines, Style style) {
    for (std::size_t i = 0; i < std::min(most_lines, lines.size()); ++i)
        layout.flow({{"   " + one_line(lines[i], 300), style}}, 6);
    if (lines.size() > most_lines)
        layout.flow({{fmt::format("   and {} more", lines.size() - most_lines), Style::dim}}, 6);
}

void broken(Layout& layout, const Verification& verification) {
    if (verification.broken.empty()) return;
    layout.blank();
    layout.paragraph("", "What else fails now", Style::bold);
    std::size_t shown = 0;
    for (const BrokenTest& one : verification.broken) {
        if (++shown > most_lines) break;
        layout.flow({{"   " + printable(one.side) + "  ", Style::bold}, {one_line(one.id, 300), Style::plain}}, 6);
        layout.flow({{"     " + new_failure_words(one), excused(one.kind) ? Style::dim : Style::red}}, 6);
        if (!one.error.empty()) layout.flow({{"     " + one_line(one.error, 300), Style::plain}}, 6);
    }
    if (verification.broken.size() > most_lines)
        layout.flow({{fmt::format("   and {} more", verification.broken.size() - most_lines), Style::dim}}, 6);
}

void side(Layout& layout, const VerifiedSide& one) {
    if (one.early_end != EarlyEnd::none)
        layout.paragraph("",
                         fmt::format("{}: the whole selection did not run to its end: {}", printable(one.name),
                                     one_line(early_end_words(one), 300)),
                         Style::red);
    if (!one.not_run.empty()) {
        layout.paragraph("",
                         fmt::format("{}: {} in the run and {} no result now", printable(one.name),
                                     count_of(static_cast<long>(one.not_run.size()), "test passed", "tests passed"),
                                     one.not_run.size() == 1 ? "has" : "have"),
                         Style::yellow);
        std::vector<std::string> lines;
        for (const NotRunTest& test : one.not_run)
            lines.push_back(fmt::format("{} ({})", one_line(test.id, 200), not_run_words(test.why)));
        list(layout, lines, Style::plain);
    }
    if (!one.moved.empty()) {
        layout.paragraph("",
                         fmt::format("{}: besides the files, this is not as it was in the run", printable(one.name)),
                         Style::yellow);
        std::vector<std::string> moved;
        for (const MovedDelta& delta : one.moved) moved.push_back(moved_words(delta));
        list(layout, moved, Style::plain);
    }
}

}  // namespace

std::string verification_text(const Verification& verification, const Secrets& secrets, const TextOptions& options) {
    Layout layout(options);
    const bool good = verification.exit_code == ExitCode::ok;
    layout.paragraph("", verification_headline(verification), good ? Style::bold_green : Style::bold_red);
    std::vector<std::vector<Span>> rows;
    for (const VerifiedSide& one : verification.sides)
        rows.push_back({{printable(one.name), Style::bold},
                        {"Python " + one.python, Style::plain},
                        {counts_line(one.outcomes), Style::plain},
                        {fmt::format("{:.1f} s", one.seconds), Style::dim}});
    layout.table(rows);
    for (const VerifiedProblem& one : verification.problems) problem(layout, one);
    broken(layout, verification);
    layout.blank();
    for (const VerifiedSide& one : verification.sides) side(layout, one);
    if (!verification.files_known)
        layout.paragraph("note: ", "the state of the files in that run is not kept, so no change can be undone",
                         Style::dim, Style::dim);
    else if (!verification.changed.empty()) {
        layout.paragraph(
            "",
            fmt::format("Changed since the run: {}", count_of(static_cast<long>(verification.changed.size()), "file")),
            Style::plain);
        list(layout, verification.changed, Style::plain);
    }
    for (const std::string& note : verification.notes) layout.paragraph("note: ", note, Style::dim, Style::dim);
    return secrets.hide(layout.take());
}

}  // namespace testskew::report
