#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/report.hpp"
#include "report/side_names.hpp"

/// What every format needs to know of a report.
namespace testskew::report {

/// What a report says of a session that collected no test.
inline constexpr const char* nothing_collected = "no tests were collected";

/// What was found out about a cluster; nullptr if nothing was.
const ClusterAttribution* attribution_of(const Report& report, int cluster);

/// True if a cause was shown: its verdict is proven, supported or interaction.
bool shown_cause(const ClusterAttribution& found);

/// The clusters that are shown together: those with one shown cause, or, without a cause, those with the same error at
/// the same place.
struct Problem {
    int number = 0;  ///< the number that `testskew rerun` takes
    std::vector<const Cluster*> clusters;
    const ClusterAttribution* found = nullptr;
    long tests() const;
};

/// The problems made of regressions and flaky failures, in the order of their numbers.
std::vector<Problem> problems(const Report& report);

/// All clusters of this kind.
std::vector<const Cluster*> of_kind(const Report& report, ClusterKind kind);

/// How many tests these are, and in which files: "19 tests, tests/a.py and 1 more file".
std::string tests_line(const std::vector<const Cluster*>& clusters);

/// `text` on one line, at most `limit` bytes, without control characters.
std::string one_line(std::string_view text, std::size_t limit);

/// A key that is equal for clusters which look like one failure to a reader: those with the same kind, error, place and
/// error on the other side.
std::string fold_key(const Cluster& cluster);

/// "TypeError: ..." on one line, at most `limit` characters.
std::string error_line(const Failure& failure, std::size_t limit = 300);

/// The name of a factor as people read it: "test selection" for selection.
std::string factor_name(Factor factor);
/// The names of several factors.
std::vector<std::string> factor_names(const std::vector<Factor>& factors);

/// The names of the deltas of each minimal set.
std::vector<std::vector<std::string>> set_names(const Cause& cause);

/// The sides' names, never empty.
std::string bad_name(const Report& report);
std::string good_name(const Report& report);
SideNames names_of(const Report& report);
/// The same for the words about one problem: they say if all of its tests fail on both sides, differently.
SideNames names_of(const Report& report, const Problem& problem);
/// True if all tests of the problem fail on both sides, differently.
bool fails_differently(const Problem& problem);

}  // namespace testskew::report
