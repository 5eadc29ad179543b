#pragma once
#include <optional>
#include <vector>

#include "attribute/planner.hpp"
#include "attribute/replay_state.hpp"

namespace testskew::attribute {

/// Plans the confirming sessions of all claims, evaluates them, and has contradictions run again.
class ConfirmPhase {
public:
    /// The sessions of earlier generations do not count for this one.
    ConfirmPhase(ReplayState& state, int generation) : s_(state), generation_(generation) {}

    /// Plans the sessions and evaluates them. Returns false if sessions are missing (they are then wanted), or if there
    /// was nothing to confirm.
    bool run();

    /// True if confirming sessions of this generation have been run.
    bool is_begun() const;

    /// Has contradicting sessions run again. If a contradiction repeats in its hybrid, the failure depends on the
    /// context; otherwise it was chance.
    void recheck();

private:
    /// Claims that share their floor are planned together.
    struct Group {
        std::vector<Claim> claims;
        std::vector<std::vector<int>> done;  ///< Confirmation::agreed of each claim
        std::vector<const Case*> cases;
    };

    /// What came of one round. A top-up round plans nothing if every claim is confirmed or contradicted.
    enum class Round { nothing_to_plan, complete, sessions_missing };
    Round plan_round(const std::vector<Case*>& claimed, int top_up);
    std::vector<Group> groups_of(const std::vector<Case*>& claimed, const Needs& needs, std::size_t before,
                                 bool top_up) const;
    /// The hybrids whose results every case of the group foretold before they were run.
    std::vector<Bits> foretold_hybrids(const Group& group, std::size_t before) const;
    void evaluate_all(const std::vector<Case*>& claimed, bool complete);

    /// The sessions that were planned before their results could have shaped the claim of this case.
    std::vector<const Run*> confirming(const Case& c, const Knowledge& knowledge) const;
    void want(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index);
    /// Leaves, of the sessions that are wanted, those that the plan begins with: where a search ran a few of a
    /// cluster's tests, the others may come out differently, and the whole plan would be run in vain.
    void begin_with_few(const std::vector<Case*>& claimed);

    /// How many sessions each pattern needs. In a small question a claim can soon fit every hybrid that exists, so it
    /// needs more sessions there.
    int repeats() const;

    /// A claim of several deltas can be fitted to the results that were seen, so it must also have predicted the
    /// results of hybrids that were not seen before. (With three deltas all hybrids are run anyway.)
    bool enough_environments(const Case& c) const;
    /// The hybrids that were not run, of a question with few deltas whose other hybrids all came to what the claim
    /// says; nullopt for any other. If there are none, nothing is left that could contradict the claim.
    std::optional<std::vector<Bits>> unseen_hybrids(const Case& c) const;
    /// Of a claim that has not foretold hybrids enough: it stands if there is no other hybrid left. Those that are left
    /// are run, if they are few; else nothing tells it from chance.
    void look_at_all_hybrids(Case& c);

    void recheck(Case& c);
    /// Has the sessions run again in which another failure appeared although none was expected. If one does not repeat,
    /// the case is flaky.
    void recheck_masked(Case& c);

    ReplayState& s_;
    int generation_;
};

}  // namespace testskew::attribute
