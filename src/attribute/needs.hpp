#pragma once
#include <utility>
#include <vector>

#include "attribute/experiment.hpp"

namespace testskew::attribute {

/// What is known of which deltas need which: "a at its bad value needs b at its bad value".
class Needs {
public:
    Needs() = default;
    explicit Needs(std::size_t deltas) : deltas_(deltas) {}

    /// What the question knows, and what the failed builds among the first `entries` of `log` named, in order; then
    /// the only possible reason of each build that failed twice and named none.
    static Needs learned(const Question& question, const Log& log, std::size_t entries);

    /// Adds a requirement, unless one that says the same is there.
    void add(const Requirement& requirement);
    bool empty() const { return edges_.empty(); }
    const std::vector<Requirement>& requirements() const { return requirements_; }
    /// True if both deltas of some requirement that nobody named, but that follows from which builds failed, are among
    /// these.
    bool worked_out_within(const Bits& deltas) const;

    /// `bad` and all that it needs: the nearest set above it that can be built.
    Bits down(Bits bad) const;
    /// `good` and all that needs it: if these deltas are to be good, all of the result must be.
    Bits up(Bits good) const;

    /// `groups`, of which those that need each other are merged (they are strongly connected). What is needed comes
    /// first, so that every prefix can be built; apart from that the order stays.
    std::vector<Bits> atoms(const std::vector<Bits>& groups) const;

private:
    /// The same groups: what is needed comes first.
    std::vector<Bits> in_order(const std::vector<Bits>& merged) const;

    std::size_t deltas_ = 0;
    std::vector<std::pair<int, int>> edges_;  ///< first at bad needs second at bad
    std::vector<Requirement> requirements_;
    std::size_t named_ = 0;  ///< how many of them were named
};

}  // namespace testskew::attribute
