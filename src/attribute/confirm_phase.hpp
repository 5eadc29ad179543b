#pragma once
#include <vector>

#include "attribute/planner.hpp"
#include "attribute/replay_state.hpp"

namespace testskew::attribute {

/// Plans the confirming sessions of all claims, evaluates them, and has contradictions run again.
class ConfirmPhase {
public:
    /// The sessions of earlier generations do not count for this one.
    ConfirmPhase(ReplayState& state, int generation) : s_(state), generation_(generation) {}

    /// Plans and evaluates. False: sessions are missing (then they are wanted), or there was nothing to confirm.
    bool run();

    /// Has contradictions run again. One that repeats in its hybrid depends on the context; one that does not is
    /// chance.
    void recheck();

private:
    /// Claims that share their floor are planned together.
    struct Group {
        std::vector<Claim> claims;
        std::vector<std::vector<int>> done;  ///< Outcome::agreed of each claim
    };

    /// What one round plans: nothing in a top-up round if all claims are confirmed or contradicted.
    enum class Round { nothing_to_plan, complete, sessions_missing };
    Round plan_round(const std::vector<Case*>& claimed, int top_up);
    std::vector<Group> groups_of(const std::vector<Case*>& claimed, const Needs& needs, std::size_t before,
                                 bool top_up) const;
    void evaluate_all(const std::vector<Case*>& claimed, bool complete);

    std::vector<const Run*> confirming(const Knowledge& knowledge) const;
    void want(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index);

    /// In a small question a claim soon fits every hybrid that there is, so there it needs more sessions.
    int repeats() const;

    /// A claim of several deltas can be fitted to what was seen, so it must have foretold hybrids that were not. (Of
    /// three deltas all hybrids are seen.)
    bool enough_environments(const Case& c) const;

    void recheck(Case& c);
    /// Has another failure, where none was expected, run again. If it does not repeat, the case is flaky.
    void recheck_masked(Case& c);

    ReplayState& s_;
    int generation_;
};

}  // namespace testskew::attribute
