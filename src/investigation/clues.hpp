#pragma once
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// What points from a failure to differences of the two sides.
struct Clue {
    std::vector<std::size_t> deltas;  ///< the indices of the differences that it points to, as one
    int weight = 0;                   ///< how far it is to be trusted, compared with others
    SuspicionKind why = SuspicionKind::mentioned;
    std::string what;  ///< the name that was changed, asked for, looked for or mentioned
    std::string path;  ///< where, as far as that is known
    int line = 0;
};

/// What clues are read from: one kind of failure, and what is known of it before any hybrid was run.
struct ClueSources {
    const Cluster& cluster;
    const std::vector<CauseApi>& changed;  ///< changes between the two sides that fit the failure
    const Recording& bad;                  ///< the recording of the failing side
    const std::vector<sides::SwapDelta>& deltas;
    const std::set<std::string>& mocking;  ///< the test modules whose source puts mocks somewhere
    const Recording* states = nullptr;     ///< what each module and test left changed on the failing side
};

/// True for a module or test that only the failing side runs.
bool runs_on_bad(const sides::SwapDelta& delta);

/// The clues of one kind of failure, the best first; each difference is named once. That a difference is there is no
/// clue. The weights are judgements: what names a difference by itself comes before what the failure only passed
/// through, and last comes what the kind of error suggests.
std::vector<Clue> clues_of(const ClueSources& sources);

}  // namespace testskew::investigation
