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
    std::string name;                      ///< what people read: "httpx", "TZ", "tests/data/x.json", "-m integration"
    std::optional<std::string> bad, good;  ///< the two values, as people read them; nullopt: that side does not have it
    size_t index = 0;                      ///< of an option, module or test: which bit of mixed_selection
};

/// True if the delta is a pytest option that says which tests run: -k, -m, --ignore or --deselect.
bool selects_tests(const SwapDelta& delta);

/// The sides and all that differs between them.
struct Factors {
    Side bad, good;
    SelectionDifferences selection;
    std::vector<SwapDelta> deltas;
};

/// Lists the deltas of two sides. `paths` are those in which their files differ. `selection` is known once both sides
/// have collected.
Factors factors(const Side& bad, const Side& good, const SelectionDifferences& selection,
                const std::vector<workspace::FileDelta>& paths, bool git_differs);

/// The mixture that has the good side's value of delta i if take_good[i] is set, and else the bad side's. All false is
/// the bad side, all true the good one. nullopt if no pytest command line can select such a mixture.
std::optional<Side> hybrid(const Factors& factors, const std::vector<bool>& take_good);

}  // namespace testskew::sides
