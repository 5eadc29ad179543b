#pragma once
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/ci_report.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// A recording in which at least one test passes that fails in another one.
struct PassingLeg {
    std::size_t index = 0;  ///< among the candidates
    bool all = false;       ///< every test that fails there passes here
    LegDistance distance;
};

/// The ids of the tests that failed.
std::vector<std::string> failing_tests(const Recording& recording);

/// How near two recordings are, by what differs between them.
LegDistance distance(const Recording& bad, const Recording& good);

/// Those of the candidates in which tests pass that fail in `bad`: first those in which all of them pass, of these the
/// nearest first. Candidates that are nullptr are left out.
std::vector<PassingLeg> passing_legs(const Recording& bad, const std::vector<const Recording*>& candidates);

/// The ids of the tests that passed. They are valid as long as the recording.
std::unordered_set<std::string_view> passed_tests(const Recording& recording);

/// What differs between each of the failing recordings and each of the passing ones, so that it separates them. Empty
/// if there are more than twenty thousand pairs.
std::vector<CiSeparation> separating(const std::vector<const Recording*>& failing,
                                     const std::vector<const Recording*>& passing);

}  // namespace testskew::compare
