#pragma once
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::attribute {

/// What failed builds named: "a at its bad value needs b at its bad value". Sets are of deltas at their bad value.
class Needs {
public:
    Needs() = default;
    explicit Needs(std::size_t deltas) : deltas_(deltas) {}

    /// What the question knows, and everything that the failed builds of `log` named, in order; then what is the only
    /// possible reason of a build that failed twice and named none.
    static Needs learned(const Question& question, const Log& log, std::size_t entries);

    void add(const Requirement& requirement);
    bool empty() const { return edges_.empty(); }
    const std::vector<Requirement>& requirements() const { return requirements_; }
    /// Does a requirement that nobody named, but that follows from which builds failed, lie within these deltas?
    bool worked_out_within(const Bits& deltas) const;

    /// `bad` and all that it needs: the nearest set above it that can be built.
    Bits down(Bits bad) const;
    /// `good` and all that needs it: what must be good too.
    Bits up(Bits good) const;

    /// `groups` with those merged that need each other (strongly connected), what is needed first, else in the given
    /// order: every prefix can be built.
    std::vector<Bits> atoms(const std::vector<Bits>& groups) const;

private:
    std::size_t deltas_ = 0;
    std::vector<std::pair<int, int>> edges_;  ///< first at bad needs second at bad
    std::vector<Requirement> requirements_;
    std::size_t named_ = 0;  ///< how many of them were named
};

}  // namespace testskew::attribute
