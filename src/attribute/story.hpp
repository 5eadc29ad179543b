#pragma once
#include <string>
#include <vector>

#include "attribute/knowledge.hpp"
#include "model/enums.hpp"

namespace testskew::attribute {

/// A minimal failing set, or a hit. Each element is one delta, or a block of deltas that cannot be built apart.
using ElementSet = std::vector<Bits>;

/// The union of the elements.
Bits united(const ElementSet& set, std::size_t size);

/// The smallest sets that share an element with each of `sets`. Repairing one of them repairs all of `sets`.
std::vector<ElementSet> hitting_sets(const std::vector<ElementSet>& sets);

/// One failure: the one that is seen, or one that appears once those before it are repaired.
struct Layer {
    std::string identity;  ///< of this failure; the outermost failure is the cluster's own and has none
    Bits ceiling;          ///< the bad side of this layer: B, or B with the outer layers repaired
    std::vector<ElementSet> sets, hits;
    bool complete = false;  ///< every hit was run, and this failure was gone each time
    bool repaired = false;  ///< every hit was run, and the tests passed each time
};

/// The hypothesis that a search makes: what brings each failure.
struct Story {
    std::vector<Layer> layers;
    Bits floor;  ///< deltas that stay bad throughout
    bool alone = false;
    bool factor_level = false;             ///< too many deltas matter, so that the elements are whole factors
    bool many = false;                     ///< too many factors matter as well
    bool inconsistent = false;             ///< no set fails when it is run by itself
    CaveatKind caveat = CaveatKind::none;  ///< why the story shows no more than it does

    /// What a session must give: 0 it passes, 1 the first layer's failure, 2 the second one's, ...
    int predict(const Bits& bad) const;
    /// False if a factor that the story takes as a whole is swapped only in part. The story says nothing about such a
    /// session.
    bool speaks_of(const Bits& bad) const;
    /// Every delta in any set of any layer.
    Bits relevant(std::size_t size) const;
};

/// What level_of() gives for a different failure that no layer of the story has.
constexpr int level_other = -1;
/// What level_of() gives for a session without a result.
constexpr int level_nothing = -2;

/// What a session gave, in the terms of the story: 0, 1, ... as predict(), or one of the two above.
int level_of(const Run& run, const Story& story);

}  // namespace testskew::attribute
