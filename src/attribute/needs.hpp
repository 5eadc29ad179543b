#pragma once
#include <utility>
#include <vector>

#include "attribute/experiment.hpp"

namespace testskew::attribute {

/// What is known of which deltas need which others: "a at its bad value needs b at its bad value".
class Needs {
public:
    Needs() = default;
    explicit Needs(std::size_t deltas) : deltas_(deltas) {}

    /// Collects what the question knows, then what the failed builds among the first `entries` entries of `log` named,
    /// in order, and then the only possible reason of each build that failed twice and named none.
    static Needs learned(const Question& question, const Log& log, std::size_t entries);

    /// Adds a requirement, unless one that says the same is there.
    void add(const Requirement& requirement);
    bool empty() const { return edges_.empty(); }
    const std::vector<Requirement>& requirements() const { return requirements_; }
    /// True if both deltas of a requirement are among these that no build named, but that follows from which builds
    /// failed.
    bool worked_out_within(const Bits& deltas) const;

    /// `bad` and everything that it needs: the smallest set around it that can be built.
    Bits down(Bits bad) const;
    /// `good` and everything that needs it: if these deltas are to be good, all of the returned ones must be good.
    Bits up(Bits good) const;

    /// Returns `groups` with those merged that need each other (the strongly connected components). What is needed
    /// comes first, so that every prefix can be built; apart from that the order stays as it was.
    std::vector<Bits> atoms(const std::vector<Bits>& groups) const;

private:
    /// The same groups in an order in which what is needed comes first.
    std::vector<Bits> in_order(const std::vector<Bits>& merged) const;

    std::size_t deltas_ = 0;
    std::vector<std::pair<int, int>> edges_;  ///< the bad value of the first needs the bad value of the second
    std::vector<Requirement> requirements_;
    std::size_t named_ = 0;  ///< how many of them the question or a failed build named
};

}  // namespace testskew::attribute
