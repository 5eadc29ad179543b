#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "attribute/claim.hpp"

namespace testskew::attribute {

/// Counts how often each pattern of each claim is seen in the sessions that were run and in those that are planned.
class Coverage {
public:
    /// `done` says how often each pattern was seen so far, by claim and pattern. Claims that say the same share their
    /// sessions and count as one here. The claims must outlive the object.
    Coverage(const std::vector<Claim>& claims, const std::vector<std::vector<int>>& done, int repeats);

    const std::vector<const Claim*>& claims() const { return claims_; }
    /// True if there is only one claim. Its sessions can then be chosen so that they are hard for it.
    bool single() const { return claims_.size() == 1; }

    /// Counts a session that is planned.
    void count(const Bits& bad);
    /// The sessions that a claim lacks.
    int deficit(std::size_t claim) const;
    /// How much a session would add, for all claims together.
    int score(const Bits& bad) const;
    /// The pattern that lacks most sessions, as (claim, pattern), and how many it lacks: 0 if none lacks any.
    std::pair<std::pair<std::size_t, std::size_t>, int> worst() const;
    /// Says that no hybrid has this pattern. The pattern then asks for no more sessions, and the claim stays
    /// unconfirmed.
    void give_up(std::size_t claim, std::size_t pattern) { done_[claim][pattern] = repeats_; }

private:
    std::vector<const Claim*> claims_;
    std::vector<std::vector<int>> done_;
    int repeats_;
};

}  // namespace testskew::attribute
