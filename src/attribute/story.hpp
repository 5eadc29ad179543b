#pragma once
#include <set>
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
    std::string identity;  ///< the identity of this failure; empty for the outermost one, which is the cluster's own
    /// The bad side of this layer: the whole bad side, or the bad side with the outer layers repaired.
    Bits ceiling;
    std::vector<ElementSet> sets, hits;
    bool complete = false;  ///< every hit was run, and this failure was gone each time
    bool repaired = false;  ///< every hit was run, and the tests passed each time
};

/// The hypothesis that a search makes: what brings each failure.
struct Story {
    std::vector<Layer> layers;
    Bits floor;  ///< the deltas that stay bad throughout the search
    bool alone = false;
    bool factor_level = false;             ///< too many deltas matter, so that the elements are whole factors
    bool many = false;                     ///< too many factors matter as well
    bool inconsistent = false;             ///< no set fails when it is run by itself
    CaveatKind caveat = CaveatKind::none;  ///< why the story shows no more than it does

    /// The predicted result of a session: 0 if it passes, 1 for the first layer's failure, 2 for the second one's, and
    /// so on.
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

/// The result of a session in the terms of the story: 0, 1 and so on as in predict(), or one of the two constants
/// above.
int level_of(const Run& run, const Story& story);

/// The identities of other failures that came in sessions which the story predicts to pass: they come without its
/// cause, so that in a session which has the cause they may hide it.
std::set<std::string> failures_besides(const Story& story, const std::vector<const Run*>& runs);

}  // namespace testskew::attribute
