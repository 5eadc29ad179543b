#pragma once
#include <string>
#include <vector>

#include "attribute/builds.hpp"
#include "attribute/knowledge.hpp"
#include "attribute/needs.hpp"

namespace testskew::attribute {

/// A minimal failing set, or a smallest repair. An element is one delta, or a block of deltas that cannot be built
/// apart.
using ElementSet = std::vector<Bits>;

/// The union of its elements.
Bits united(const ElementSet& set, std::size_t size);

/// The minimal sets that share an element with each of `sets`.
std::vector<ElementSet> hitting_sets(const std::vector<ElementSet>& sets);

/// One failure: the one that is seen, or the one that appears when what is before it is repaired.
struct Layer {
    std::string identity;  ///< of its X; the outermost, F, has none
    Bits ceiling;          ///< the bad side of this layer: B, or B with the outer layers repaired
    std::vector<ElementSet> sets, hits;
    bool complete = false;  ///< every hit was run and did not fail so
    bool repaired = false;  ///< every hit was run and passed
};

/// What a search found: a hypothesis.
struct Story {
    std::vector<Layer> layers;
    Bits floor;  ///< what stays bad throughout
    bool alone = false;
    bool factor_level = false;  ///< too many deltas matter: elements are whole factors
    bool many = false;          ///< even so too many
    bool inconsistent = false;  ///< no set fails when it is run by itself
    std::string note;

    /// What must come of a session: 0 passes, 1 the first layer's failure, 2 the second's, ...
    int predict(const Bits& bad) const;
    /// False where a whole factor that it names is swapped in part: of that it says nothing.
    bool speaks_of(const Bits& bad) const;
    /// Everything in any set of any layer.
    Bits relevant(std::size_t size) const;
};

/// What a session of the subject says in the terms of the story: 0, 1, ...; -1 another failure; -2 nothing.
int level_of(const Run& run, const Story& story);

/// What one search works with.
struct SearchContext {
    const Question& question;
    const Knowledge& knowledge;
    const Needs& needs;
    const Builds& builds;
    Wanted& wanted;
    int cluster = 0;
    Bits floor, universe;  ///< the deltas searched
    bool alone = false;
};

/// The deltas (or, at factor level, the factors) of `universe` in the order of search: likely factors first, what is
/// needed first.
std::vector<Bits> atoms_of(const Question& question, const Needs& needs, const Bits& universe, bool factor_level);

/// All minimal failing sets, by prefix bisection and the hitting-set check, and the layers behind them. Fills `story`
/// as it goes; throws Pending where results are missing.
void search(const SearchContext& context, Story& story);

/// Halves that narrow down the single causes of all clusters at once; wants the next ones and throws Pending, or
/// returns when no cluster has more than one candidate. Elimination by tables of all results (halving, as in group
/// testing).
void shared_halves(const std::vector<SearchContext>& clusters, Random random, int asked);

}  // namespace testskew::attribute
