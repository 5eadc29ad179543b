#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "attribute/experiment.hpp"
#include "attribute/random.hpp"

namespace testskew::attribute {

class Needs;

/// Works out what may have stopped the builds that failed without naming a reason. Each possible reason is a pair "a
/// needs b". A build that succeeds with a and without b rules that pair out, so a can only need what all successful
/// builds with a have in common. As in group testing, every session speaks for or against many pairs.
class Builds {
public:
    /// A set that could not be built, for a reason that the known needs do not explain.
    struct Failed {
        Bits bad;
        int times = 0;
        int pairs = 0;  ///< how many pairs may be the reason
    };

    Builds() = default;
    /// Reads the first `entries` entries of the log. `needs` holds what is known already.
    Builds(const Question& question, const Log& log, std::size_t entries, const Needs& needs);

    const std::vector<Failed>& failed() const { return failed_; }
    /// How many builds failed without a named reason.
    int failures() const { return failures_; }

    /// The only pair that can have stopped `failed`. Returns nullopt if there are several.
    std::optional<Requirement> only_reason(const Failed& failed) const;

    /// Draws the explanations that chance() counts. Each is a few pairs that together stop every failed set. A pair
    /// that explains several sets is drawn more often, the more so the fewer pairs these leave (Bayes' rule, if a few
    /// of all pairs are expected to be needs).
    void draw_explanations(Random random);

    /// About how likely it is that `bad` can be built: the share of the drawn explanations in which it can, and 1 if
    /// none were drawn.
    double chance(const Bits& bad) const;

    /// The set whose build tells most about why `bad` cannot be built. Returns nullopt if nothing more can be learned,
    /// or if `bad` was not tried.
    std::optional<Bits> telling(const Bits& bad, const Bits& floor, const Needs& needs, Random random) const;

private:
    /// How many of the pairs that can have stopped `failed` also stop `bad`.
    int shared_pairs(const Failed& failed, const Bits& bad) const;

    std::vector<Bits> may_need_;  ///< for each delta, what it can need
    std::vector<Failed> failed_;
    using Explanation = std::vector<std::pair<int, int>>;
    static bool stops(const Explanation& explanation, const Bits& bad);
    /// Draws one explanation. Each failed set that no pair drawn so far stops gets a pair of its own.
    struct Weighted {
        int needing, needed;
        double up_to;  ///< the sum of the weights of the pairs up to this one
    };
    Explanation draw(const std::vector<std::vector<Weighted>>& pairs, std::vector<std::size_t>& order,
                     Random& random) const;
    /// Calls use(a, b) for each pair that can have stopped the build of `bad`.
    template <typename Use>
    void each_pair(const Bits& bad, const Use& use) const {
        for (const int a : bad.members())
            for (const int b : (may_need_[static_cast<std::size_t>(a)] - bad).members()) use(a, b);
    }

    std::vector<Explanation> explanations_;
    std::vector<Bits> tried_;
    int failures_ = 0;
};

}  // namespace testskew::attribute
