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

    /// Finds one minimal failing set within `ceiling`, which fails. Returns false if the results contradict each other,
    /// or if too many deltas matter (`story_.many` is set then).
    bool find_set(const Bits& ceiling, ElementSet& set);
    /// Does the work of find_set() from the bottom up: finds one needed element after the other.
    bool grow_set(const Bits& ceiling, ElementSet& set);
    /// Asks for each delta of a suspect that brings the failure, all at once: often each of several tests does the
    /// same. True if one of them brings it alone.
    bool try_suspect(const Bits& ceiling, ElementSet& set);
    /// Asks the candidates directly once only one or two are left: if one of them is the cause, that session is needed
    /// anyway. True if it is.
    bool try_candidates(const Bits& ceiling, ElementSet& set);

    /// Asks for the set that halves the candidates of a single cause best and can probably be built. This is for builds
    /// that fail without naming a reason: with these, a cut through the list is no better than any other part.
    void part_candidates(const Bits& ceiling);

    /// Removes what is not needed from a set that fails.
    void make_minimal(ElementSet& set);

    /// Asks for the direct results without each hit. Returns true if one of these sessions still fails; `ceiling` then
    /// becomes that hybrid. Nothing is asked if a part of a suspect is known to fail without one of the hits: that
    /// becomes the ceiling, as the next set is in it.
    bool still_fails(const std::vector<ElementSet>& hits, Bits& ceiling);
    /// The smallest of the hybrids within `bad` that failed; nullptr if none did, or if no suspect brought the failure.
    const Run* failing_within(const Bits& bad) const;

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
