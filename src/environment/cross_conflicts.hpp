#pragma once
#include <set>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/enums.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// What the release of a package that one side has declares to need, and what the other side's release of `needs` (or
/// its absence) does not give.
struct CrossConflict {
    SideName side;  ///< that has this release of `package`
    std::string package, needs;

    auto operator<=>(const CrossConflict&) const = default;
};

/// The declared constraints among `names` that mixtures of the two environments break, each once. They are read from
/// the metadata of what is installed, before any mixture is built: `uv pip check` looks at folders that hold the
/// metadata of a mixture. As the packages are numbered and each mixture takes those from one side whose number has a
/// certain bit, 2 log2(n) mixtures have every package of the one side beside every other one of the other side.
/// Constraints that hold for some versions of Python only are left out. Empty if uv says nothing that can be read.
std::vector<CrossConflict> cross_conflicts(const Environment& bad, const Environment& good,
                                           const std::set<std::string>& names, const BuildOptions& options);

}  // namespace testskew::environment
