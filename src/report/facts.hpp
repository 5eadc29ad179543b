#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/report.hpp"

/// What every format asks of a report.
namespace testskew::report {

inline constexpr const char* nothing_collected = "no tests were collected";

/// What was found out about a cluster; nullptr if nothing was.
const ClusterAttribution* attribution_of(const Report& report, int cluster);

/// True if a cause was shown: its verdict is proven, supported or interaction.
bool shown_cause(const ClusterAttribution& found);

/// The clusters that are shown together: those with one shown cause, or, without a cause, those with the same error at
/// the same place.
struct Problem {
    int number = 0;  ///< what `testskew rerun` takes
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

/// `text` on one line, at most `limit` bytes, without control characters.
std::string one_line(std::string_view text, std::size_t limit);

/// A key that is the same for clusters which a reader takes for one failure: those with the same kind, error, place and
/// error of the other side.
std::string fold_key(const Cluster& cluster);

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
