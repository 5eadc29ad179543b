#include "report/html_tables.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/blocks.hpp"
#include "report/html_words.hpp"
#include "report/session_words.hpp"
#include "report/side_words.hpp"
#include "report/untested_words.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_rows = 2000;

/// A value as the report may show it.
std::string value_html(const std::optional<std::string>& value) {
    if (!value) return "<span class=\"dim\">not there</span>";
    if (value->empty()) return "there";
    return is_keyed_digest(*value) ? "<span class=\"dim\">a value that is not shown</span>"
                                   : html_text(one_line(*value, 300));
}

/// A cell of a diff: what the bad side has is marked with - and what the good side has with +, as in a patch.
std::string diff_cell(const std::optional<std::string>& value, bool bad) {
    if (!value) return value_html(value);
    return std::string(bad ? "<del>- " : "<ins>+ ") + value_html(value) + (bad ? "</del>" : "</ins>");
}

std::string too_many(std::size_t count) {
    return count > most_rows ? fmt::format("<p>and {} more: report.json has all of them</p>\n", count - most_rows) : "";
}

std::string warnings_html(const std::vector<WarningRecord>& all, const std::string& side) {
    if (all.empty()) return "";
    std::vector<std::string> lines;
    for (const WarningRecord& one : all) {
        if (lines.size() >= most_rows) break;
        lines.push_back(fmt::format("{}: {}{}", one.category, one_line(first_line(one.message), 300),
                                    one.path.empty() ? "" : fmt::format(" ({}:{})", one.path, one.line)));
    }
    const std::string title =
        html_text(fmt::format("{} only in {}", count_of(static_cast<long>(all.size()), "warning"), side));
    return html_folded(title, html_list(lines) + too_many(all.size()));
}

}  // namespace

std::string html_sides(const Report& report) {
    std::string out = html_table("The two sides", {"side", "Python", "packages", "selection", "outcome", "time"});
    for (const ReportSide* side : {&report.bad, &report.good})
        out += html_row({html_text(side == &report.bad ? bad_name(report) : good_name(report)), html_text(side->python),
                         std::to_string(side->packages.size()), html_code(one_line(side->selection, 300)),
                         html_text(counts_line(side->outcomes)), fmt::format("{:.1f} s", side->seconds)});
    out += html_table_end;
    std::vector<std::string> remarks;
    for (const SideRemark& one : side_remarks(report, true)) remarks.push_back(one.who + ": " + one.text);
    return out + html_list(remarks);
}

std::string html_differences(const Report& report) {
    std::string out;
    for (const Difference& difference : report.comparison.differences) {
        const std::string name = factor_name(difference.factor) + (difference.swappable ? "" : " (not swappable)");
        std::string table = html_table(name, {"what", bad_name(report), good_name(report)});
        for (std::size_t i = 0; i < difference.deltas.size() && i < most_rows; ++i) {
            const DeltaDifference& delta = difference.deltas[i];
            table += html_row(
                {html_text(one_line(delta.name, 300)), diff_cell(delta.bad, true), diff_cell(delta.good, false)});
        }
        table += html_table_end + too_many(difference.deltas.size());
        out += html_folded(html_text(fmt::format("{} ({})", name, difference.deltas.size())), table,
                           difference.deltas.size() <= 12);
    }
    if (out.empty()) return "<p>Nothing in which the two sides differ is known.</p>\n";
    return (report.attribution.done ? "" : "<p>" + html_line(untested_differences(report)) + "</p>\n") + out;
}

std::string html_sessions(const Report& report) {
    if (report.sessions.empty()) return "";
    std::string out = html_table("Sessions", {"session", "why", "from", "what came of it", "time", "recording"});
    for (std::size_t i = 0; i < report.sessions.size() && i < most_rows; ++i) {
        const SessionSummary& one = report.sessions[i];
        out += html_row({html_text(one.id),
                         html_text(to_string(one.phase) + (one.reason.empty() ? "" : ": " + one.reason)),
                         html_text(mixture_words(report, one)), html_text(one_line(results_words(one), 300)),
                         fmt::format("{:.1f} s", one.seconds), html_code(one.recording)});
    }
    return out + html_table_end + too_many(report.sessions.size());
}

std::string html_other_outcomes(const Report& report) {
    const auto& others = report.comparison.other_differences;
    std::string out;
    if (!others.empty()) {
        std::string table = html_table("Other outcomes", {"test", bad_name(report), good_name(report)});
        for (std::size_t i = 0; i < others.size() && i < most_rows; ++i)
            table +=
                html_row({html_text(one_line(others[i].id, 500)), to_string(others[i].bad), to_string(others[i].good)});
        out += html_folded(
            count_of(static_cast<long>(others.size()), "test has", "tests have") + " another outcome without failing",
            table + html_table_end + too_many(others.size()));
    }
    out += warnings_html(report.comparison.warnings_bad_only, bad_name(report));
    return out + warnings_html(report.comparison.warnings_good_only, good_name(report));
}

}  // namespace testskew::report
