#include "report/headline.hpp"

#include <fmt/core.h>

#include "report/caveat_words.hpp"
#include "report/install_words.hpp"
#include "report/skips.hpp"
#include "util/text.hpp"

namespace testskew::report {

std::string headline(const Report& report) {
    if (report.cannot_install) return install_headline(*report.cannot_install);
    const std::string bad = bad_name(report), good = good_name(report);
    long tests = 0, differently = 0, collected = 0;
    for (const Cluster& cluster : report.comparison.clusters) {
        if (cluster.kind == ClusterKind::regression && cluster.good_error)
            differently += static_cast<long>(cluster.tests.size());
        else if (cluster.kind == ClusterKind::regression)
            tests += static_cast<long>(cluster.tests.size());
        if (cluster.kind == ClusterKind::flaky) collected += static_cast<long>(cluster.tests.size());
    }
    const auto found = problems(report);
    if (found.empty()) {
        if (report.comparison.clusters.empty() && report.bad.ended.empty() && report.good.ended.empty()) {
            const std::string skipped = skipped_on_both(report);
            return fmt::format("No test fails in {} or in {}{}.", bad, good, skipped.empty() ? "" : "; " + skipped);
        }
        return fmt::format("No test fails in {} that passes in {}.", bad, good);
    }
    std::string result;
    if (tests)
        result = fmt::format("{} in {} and {} in {}.", count_of(tests, "test fails", "tests fail"), bad,
                             tests == 1 ? "passes" : "pass", good);
    if (differently)
        result += fmt::format("{}{} differently in {} and in {}.", result.empty() ? "" : " ",
                              count_of(differently, "test fails", "tests fail"), bad, good);
    if (collected)
        result += fmt::format("{}{} now and then.", result.empty() ? "" : " ",
                              count_of(collected, "test fails", "tests fail"));
    const long all = tests + differently + collected;
    const bool attributed = report.attribution.done;
    if (all == 1) return result;
    result += found.size() == 1 ? (attributed ? " They are one problem." : " They fail in one way.")
              : attributed      ? fmt::format(" They are {} problems.", found.size())
                                : fmt::format(" They fail in {} ways.", found.size());
    return result;
}

std::string stopped_words(const Obstacle& why) {
    return why.kind == ObstacleKind::budget_spent ? "budget" : obstacle_words(why);
}

std::string stopped_line(const Report& report) {
    const Obstacle& why = report.attribution.stopped;
    if (!why.any()) return "";
    const std::string what = why.kind == ObstacleKind::budget_spent ? "the time for attribution was used up (--budget)"
                                                                    : obstacle_words(why);
    return fmt::format(
        "Stopped early: {}. What is unproven above may still be shown: `testskew attribute` goes on from here.", what);
}

}  // namespace testskew::report
