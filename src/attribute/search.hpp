#pragma once
#include <vector>

#include "attribute/builds.hpp"
#include "attribute/needs.hpp"
#include "attribute/story.hpp"
#include "attribute/wanted.hpp"

namespace testskew::attribute {

/// What the search for one group works with.
struct SearchContext {
    const Question& question;
    const Knowledge& knowledge;
    const Needs& needs;
    const Builds& builds;
    Wanted& wanted;
    int cluster = 0;       ///< its index in the question
    Bits floor, universe;  ///< the deltas that stay bad, and those that are searched
    bool alone = false;
};

/// The bad side of a layer with these deltas repaired, and with them whatever needs them. What is held stays bad.
Bits repaired(const SearchContext& context, const Layer& layer, const Bits& good);

/// The deltas (or, at factor level, the factors) of `universe` in the order of search: likely factors come first, and
/// what is needed comes before what needs it.
std::vector<Bits> atoms_of(const Question& question, const Needs& needs, const Bits& universe, bool factor_level);

/// The first suspect of the group, if it is of several deltas, few enough to be tried one by one, and brings the
/// failure alone; nullptr otherwise.
const Bits* shown_suspect(const SearchContext& context);

/// Finds all minimal failing sets, by prefix bisection and the check of the hitting sets, and the layers behind them.
/// Fills `story` as it goes. Throws Pending if results are missing; then they are wanted.
void search(const SearchContext& context, Story& story);

}  // namespace testskew::attribute
