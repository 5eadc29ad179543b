#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"
#include "sides/selection.hpp"
#include "sides/side.hpp"

namespace testskew::sides {

/// The smallest piece in which the two sides differ and which can be swapped alone.
struct SwapDelta {
    using Kind = DeltaKind;
    Kind kind;
    Factor factor;
    std::string name;                      ///< as people read it: "httpx", "TZ", "tests/data/x.json", "-m integration"
    std::optional<std::string> bad, good;  ///< the two values, as people read them; nullopt: that side does not have it
    size_t index = 0;                      ///< for an option, module or test: its bit of mixed_selection
};

/// True if the delta is a pytest option that says which tests run: -k, -m, --ignore or --deselect.
bool selects_tests(const SwapDelta& delta);

/// The two sides and all differences between them.
struct Factors {
    Side bad, good;
    SelectionDifferences selection;
    std::vector<SwapDelta> deltas;
};

/// Lists the deltas of two sides. `paths` are the paths in which their files differ. `selection` can be known only
/// after both sides have collected.
Factors factors(const Side& bad, const Side& good, const SelectionDifferences& selection,
                const std::vector<workspace::FileDelta>& paths, bool git_differs);

/// The mixture that has the good side's value of delta i if take_good[i] is set, and else the bad side's value. If all
/// are false it is the bad side, and if all are true the good one. nullopt if no pytest command line can select such a
/// mixture.
std::optional<Side> hybrid(const Factors& factors, const std::vector<bool>& take_good);

}  // namespace testskew::sides
