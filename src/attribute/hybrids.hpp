#pragma once
#include <optional>
#include <set>
#include <vector>

#include "attribute/needs.hpp"

namespace testskew::attribute {

/// A hybrid that was run, and in which of its environments.
struct SeenHybrid {
    Bits bad;
    int copy = 0;  ///< Experiment::copy
};

/// The first environment in which this hybrid was not run yet.
int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad);

/// All hybrids that can be built with `floor` bad, if they are at most `most`; nullopt if there are more.
std::optional<std::set<Bits>> hybrids_with(const Needs& needs, const Bits& floor, std::size_t most);

/// True if at most eight distinct hybrids can be built with `floor` bad (three deltas give eight). With so few, a
/// failure that varies by environment can match a claim by chance; so a hybrid that was run before is confirmed in a
/// freshly built environment.
bool few_hybrids(const Needs& needs, const Bits& floor);

}  // namespace testskew::attribute
