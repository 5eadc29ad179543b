#pragma once
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::drill {

/// A piece of state that a module or test left changed, and that may be the reason why another test fails.
struct Suspect {
    StateChange change;
    std::string at, id;  ///< collect or test, and the node during which it changed
    int score = 0;
    bool related = false;  ///< the failure speaks of it
};

/// A change with a score below this is no explanation. Such changes belong to pytest or to the import system.
constexpr int least_score = 0;

/// What `culprits` (node ids of modules or tests) left changed, the most suspicious change first. A change is more
/// suspicious if the failing code holds it or can reach it (`reaches`), if the failure mentions it (by names in the
/// traceback and the message), and if it belongs to the project; its kind counts as well. Where a mock is in sight, a
/// mock is suspected. Caches of libraries and what pytest itself changes come last. Nothing is left out but the time
/// zone of the process where TZ was changed too, as undoing TZ undoes both.
std::vector<Suspect> rank_suspects(const std::vector<StateRecord>& states, const std::vector<std::string>& culprits,
                                   const Failure& failure, const std::vector<ReachRecord>& reaches);

/// What the failing tests of a cluster have to do with what was left changed.
std::vector<ReachRecord> reaches_of(const Recording& recording, const Cluster& cluster);

/// A piece of state as people read it: "attribute app.store:cache"; "cwd".
std::string state_named(const StateChange& change);

/// The suspect as the deed that a report shows.
CauseDeed deed_of(const Suspect& suspect);

/// Whether `id` is one of `nodes`, or a test in one that is a module.
bool is_of(const std::string& id, const std::vector<std::string>& nodes);

}  // namespace testskew::drill
