#include "report/rate_words.hpp"

#include <fmt/core.h>

#include <cmath>

#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// "9 of 22 sessions in ci (19 to 66 %)". The bounds are rounded away from each other.
std::string rate_words(const SideRate& rate, const std::string& side) {
    return fmt::format("{} of {} in {} ({:.0f} to {:.0f} %)", rate.failed, count_of(rate.sessions, "session"), side,
                       std::floor(100 * rate.low), std::ceil(100 * rate.high));
}

/// Why nothing was shown.
std::string stopped_words(const RateComparison& rates) {
    switch (rates.stopped) {
        case ObstacleKind::budget_spent: return "the budget ended";
        case ObstacleKind::many_sessions: return "no more pairs are run";
        case ObstacleKind::files_changed: return "the project's files were edited meanwhile";
        case ObstacleKind::no_index: return "the package index could not be reached";
        case ObstacleKind::failed: return "the sessions gave no result";
        default: return "it was ended";
    }
}

}  // namespace

std::vector<std::string> rate_lines(const Report& report, const RateComparison& rates) {
    std::vector<std::string> lines;
    lines.push_back(fmt::format("run in pairs{}, it came in {} and in {}", rates.alone ? " of its tests alone" : "",
                                rate_words(rates.bad, bad_name(report)), rate_words(rates.good, good_name(report))));
    if (rates.lost > 0)
        lines.push_back(fmt::format("{} gave no result, and {} not counted", count_of(rates.lost, "more pair"),
                                    rates.lost == 1 ? "is" : "are"));
    if (rates.shown)
        lines.push_back(fmt::format(
            "so it comes more often in {}, said with an error of at most 5 %; what the rate follows is not tested",
            rates.more() == SideName::bad ? bad_name(report) : good_name(report)));
    else
        lines.push_back(fmt::format("a difference of the rates was not shown: {} (evidence {:.2g}, and 20 shows one)",
                                    stopped_words(rates), rates.evidence));
    return lines;
}

}  // namespace testskew::report
