#pragma once
#include <optional>
#include <vector>

#include "attribute/coverage.hpp"
#include "attribute/planner.hpp"

namespace testskew::attribute {

/// Chooses hybrids at random around the patterns of claims.
class HybridPicker {
public:
    /// All must outlive the object; `planned` may grow between two calls.
    HybridPicker(const Question& question, const Needs& needs, const Coverage& coverage,
                 const std::vector<SeenHybrid>& seen, const std::vector<PlannedSession>& planned, Random& random)
        : question_(question), needs_(needs), coverage_(coverage), seen_(seen), planned_(planned), random_(random) {}

    /// The best of some random contexts around a pattern: it tells most about all claims, and is new if possible. The
    /// hybrid `complement`, if given, is considered as well. Returns nullopt if there is no hybrid with this pattern.
    std::optional<Bits> pick(std::size_t claim, std::size_t pattern, const std::optional<Bits>& complement);

    /// True if the hybrid was run before this plan.
    bool was_seen(const Bits& bad) const;

private:
    /// A random context around one pattern of one claim. Returns nullopt if the known needs forbid it.
    std::optional<Bits> around(std::size_t claim, std::size_t pattern);

    const Question& question_;
    const Needs& needs_;
    const Coverage& coverage_;
    const std::vector<SeenHybrid>& seen_;
    const std::vector<PlannedSession>& planned_;
    Random& random_;
};

}  // namespace testskew::attribute
