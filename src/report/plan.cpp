#include "report/plan.hpp"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "model/enums.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// "ci", or "ci, but click 8.2.1 and TZ as in local". Of many differences only the first are named.
std::string side_words(const Report& report, const SessionSummary& session) {
    constexpr std::size_t most = 3;
    const bool bad = session.from == SideName::bad;
    const std::string from = bad ? bad_name(report) : good_name(report);
    if (session.taken.empty()) return from;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < session.taken.size() && i < most; ++i) names.push_back(session.taken[i].delta);
    if (session.taken.size() > most) names.push_back(fmt::format("{} more", session.taken.size() - most));
    std::string list = names.front();
    for (std::size_t i = 1; i < names.size(); ++i) list += (i + 1 == names.size() ? " and " : ", ") + names[i];
    // A trial of a release that neither side has is not taken from the other side.
    if (session.phase == Phase::drill) return fmt::format("{} with {}", from, list);
    return fmt::format("{}, but {} as in {}", from, list, bad ? good_name(report) : bad_name(report));
}

std::string result_words(const SessionSummary& session) {
    std::vector<std::string> words;
    for (const auto& [cluster, result] : session.results) {
        const char* what = result == CellResult::fails    ? "fails"
                           : result == CellResult::passes ? "passes"
                           : result == CellResult::other  ? "fails otherwise"
                                                          : "nothing";
        words.push_back(session.results.size() == 1 ? what : fmt::format("{} {}", cluster, what));
    }
    if (!session.as_planned) words.push_back("not as planned");
    return join(words, ", ");
}

}  // namespace

void write_plan(Layout& layout, const Report& report) {
    if (report.sessions.empty()) return;
    layout.blank();
    layout.paragraph("", "Sessions, why each was run, and what each group of equal failures did in it:", Style::bold);
    for (const SessionSummary& session : report.sessions) {
        layout.flow({{fmt::format("  {:<5}{:<11}", session.id, to_string(session.phase)), Style::cyan},
                     {side_words(report, session), Style::plain}},
                    18);
        std::string why = session.reason;
        if (const std::string result = result_words(session); !result.empty())
            why += (why.empty() ? "" : "  ") + result;
        if (!why.empty()) layout.flow({{std::string(18, ' ') + why, Style::dim}}, 20);
    }
}

}  // namespace testskew::report
