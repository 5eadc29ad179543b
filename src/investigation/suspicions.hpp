#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "attribute/question.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// What suspicions are drawn from, before any hybrid was run.
struct Evidence {
    const Comparison& comparison;
    std::vector<UntestedExplanation> untested;  ///< changes between the sides that fit the failures
    const Recording& bad;                       ///< the recording of the failing side
    const std::vector<sides::SwapDelta>& deltas;
    std::set<std::string> mocking;      ///< the test modules whose source puts mocks somewhere
    const Recording* states = nullptr;  ///< what each module and test left changed on the failing side
};

/// What evidence points to, for every regression of the comparison: a few suspicions each, the likeliest first.
std::vector<Suspicion> suspicions_of(const Evidence& evidence);

/// The test modules among the deltas whose source, below `project`, names sys.modules or patches something, and speaks
/// of mocks.
std::set<std::string> mocking_modules(const std::vector<sides::SwapDelta>& deltas,
                                      const std::filesystem::path& project);

/// Gives the clusters of the question their suspects. A suspicion of a difference that is not among the deltas (any
/// more) is left out.
void set_suspects(attribute::Question& question, const std::vector<Suspicion>& suspicions);

}  // namespace testskew::investigation
