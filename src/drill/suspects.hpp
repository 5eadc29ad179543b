#pragma once
#include <set>
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::drill {

/// A piece of state that a module or test left changed, and which may be why another test fails.
struct Suspect {
    StateChange change;
    std::string at, id;  ///< collect or test, and the node during which it changed
    int score = 0;
    bool related = false;  ///< the failure speaks of it
};

/// Below this score a change is no explanation: caches, loggers, what belongs to the polluter itself.
constexpr int least_score = 30;

/// What `culprits` (node ids of modules or tests) left changed, most suspicious first. A change is the more suspicious
/// the more the failure speaks of it (names in the traceback and the message), if it is of the project
/// (`project_names`: top-level names that can be imported from it), and by what it is. Caches of libraries and what
/// pytest itself changes come last; nothing is left out.
std::vector<Suspect> rank_suspects(const std::vector<StateRecord>& states, const std::vector<std::string>& culprits,
                                   const Failure& failure, const std::set<std::string>& project_names);

/// What the suspect is said to have done.
CauseDeed deed_of(const Suspect& suspect);

/// Whether `id` is one of `nodes`, or a test in one that is a module.
bool is_of(const std::string& id, const std::vector<std::string>& nodes);

}  // namespace testskew::drill
