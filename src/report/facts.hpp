#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

/// What every format asks of a report.
namespace testskew::report {

inline constexpr const char* nothing_collected = "no tests were collected";

/// What was found out about a cluster; nullptr where nothing was.
const ClusterAttribution* attribution_of(const Report& report, int cluster);

/// Whether a cause was shown: proven, supported or interaction.
bool shown_cause(const ClusterAttribution& found);

/// The clusters that are shown together: one problem, or one cluster where its cause is not known.
struct Problem {
    int number = 0;                        ///< what `testskew rerun` takes
    std::vector<const Cluster*> clusters;
    const ClusterAttribution* found = nullptr;
    long tests() const;
};

/// Regressions and flaky ones, in the order of their numbers.
std::vector<Problem> problems(const Report& report);

/// The clusters of a kind.
std::vector<const Cluster*> of_kind(const Report& report, ClusterKind kind);

/// "19 tests, tests/a.py and 1 more file"
std::string tests_line(const std::vector<const Cluster*>& clusters);

/// "TypeError: ..." on one line, at most `limit` characters.
std::string error_line(const Failure& failure, std::size_t limit = 300);

/// "answered as HTTP 500, hidden by ..." or ""
std::string hidden_line(const Failure& failure);

/// "31 tests fail in ci and pass in local. They are 3 problems."
std::string headline(const Report& report);

/// The name of a factor for people: "test selection" for selection.
std::string factor_name(const std::string& factor);

/// "DASHBOARD_API_KEY (not set in ci, set in local)"
std::string delta_line(const Report& report, const std::string& factor, const DeltaDifference& delta);

/// The sides' names, never empty.
std::string bad_name(const Report& report);
std::string good_name(const Report& report);

}  // namespace testskew::report
