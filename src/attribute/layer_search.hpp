#pragma once
#include <vector>

#include "attribute/layer_answers.hpp"

namespace testskew::attribute {

/// The search for the sets of one layer.
class LayerSearch {
public:
    /// All must outlive the object; it fills `layer` and the flags of `story`.
    LayerSearch(const SearchContext& context, const std::vector<Bits>& atoms, Layer& layer, Story& story)
        : c_(context), atoms_(atoms), layer_(layer), story_(story), answers_(context, atoms, layer) {}

    /// Throws Pending if results are missing.
    void run();

private:
    using Ask = LayerAnswers::Ask;

    /// Finds one minimal failing set below `ceiling`, which fails. False: the results contradict each other, or too
    /// many deltas matter (then `story_.many` is set).
    bool find_set(const Bits& ceiling, ElementSet& set);
    /// find_set() from the bottom: one needed element after the other.
    bool grow_set(const Bits& ceiling, ElementSet& set);
    /// Asks the candidates directly once only one or two are left: if one of them is the cause, that session is needed
    /// anyway. True if it is.
    bool try_candidates(const Bits& ceiling, ElementSet& set);

    /// If builds fail for reasons that nobody names, cuts through the list are no better than any other part. So it
    /// asks for the set that halves the candidates of a single cause best and can probably be built.
    void part_candidates(const Bits& ceiling);

    /// Removes what is not needed from a set that fails.
    void make_minimal(ElementSet& set);

    /// Takes the direct results without each hit. True if one still fails; then `ceiling` becomes that hybrid.
    bool still_fails(const std::vector<ElementSet>& hits, Bits& ceiling);

    Ask induce(const Bits& element) const {
        return {answers_.hybrid(element), Phase::search, "does this alone bring the failure?"};
    }
    Ask repair(const Bits& element) const {
        return {answers_.without(element), Phase::hit, "is the failure gone without this?"};
    }

    const SearchContext& c_;
    const std::vector<Bits>& atoms_;
    Layer& layer_;
    Story& story_;
    LayerAnswers answers_;
};

}  // namespace testskew::attribute
