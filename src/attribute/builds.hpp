#pragma once
#include <optional>
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::attribute {

class Needs;

/// What can have stopped the builds that failed and named no reason: pairs "a needs b". A build that succeeds with a
/// and without b clears that pair, so what a may need is what all successful builds with a have in common. (As in group
/// testing: every session clears or accuses many pairs.) Sets are of deltas at their bad value.
class Builds {
public:
    /// A set that could not be built; what is known of needs does not explain it.
    struct Failed {
        Bits bad;
        int times = 0;
        int pairs = 0;  ///< that may be the reason
    };

    Builds() = default;
    Builds(const Question& question, const Log& log, std::size_t entries, const Needs& needs);

    const std::vector<Failed>& failed() const { return failed_; }
    /// How many builds failed without a named reason.
    int failures() const { return failures_; }

    /// The one pair that can have stopped `failed`; nullopt where there are several.
    std::optional<Requirement> only_reason(const Failed& failed) const;

    /// Draws the explanations that chance() counts: few pairs each, of which every failed set has one. A pair that
    /// explains several sets is likelier, the more so the fewer pairs these leave (Bayes' rule, with a few pairs of all
    /// expected to be needs).
    void draw_explanations(Random random);

    /// About how likely `bad` can be built: in how many of the explanations that were drawn.
    double chance(const Bits& bad) const;

    /// The set whose build tells most about why `bad` cannot be built; nullopt where nothing is left to be told, or
    /// `bad` was not tried.
    std::optional<Bits> telling(const Bits& bad, const Bits& floor, const Needs& needs, Random random) const;

private:
    /// The pairs of `failed` that also stop `bad`.
    int shared_pairs(const Failed& failed, const Bits& bad) const;

    std::vector<Bits> may_need_;  ///< by delta
    std::vector<Failed> failed_;
    std::vector<std::vector<std::pair<int, int>>> explanations_;
    std::vector<Bits> tried_;
    int failures_ = 0;
};

}  // namespace testskew::attribute
