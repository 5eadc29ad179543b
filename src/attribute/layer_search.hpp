#pragma once
#include <algorithm>
#include <optional>

#include "attribute/search.hpp"

namespace testskew::attribute {

enum class Answer { fails, not_so, nothing };

/// The search for the sets of one layer. How one set is found stands in layer_search.cpp, how differences are halved in
/// layer_halving.cpp.
class LayerSearch {
public:
    LayerSearch(const SearchContext& context, const std::vector<Bits>& atoms, Layer& layer, Story& story)
        : c_(context), atoms_(atoms), layer_(layer), story_(story) {}

    void run();

private:
    /// The hybrid with these deltas bad that can be built, within this search's floor.
    Bits hybrid(const Bits& bad) const { return c_.needs.down(c_.floor | bad); }
    Bits without(const Bits& good) const { return layer_.ceiling - (c_.needs.up(good) - c_.floor); }

    Answer of(const Run& run) const;

    std::optional<Answer> known(const Bits& bad) const;

    std::optional<Answer> inferred(const Bits& bad) const;

    struct Ask {
        Bits bad;
        std::string phase, reason;
    };
    /// The direct results of all of these; wants what is missing, side by side.
    std::vector<Answer> ask(const std::vector<Ask>& asks);

    Answer bisected(const Bits& bad);

    /// Nothing came of `bad` as it could not be built and nobody says why: asks for the session that tells most about
    /// the reason. Returns where there is nothing to be learned, or too much was tried already.
    void explain(const Bits& bad);

    /// Where builds fail for reasons that nobody names, cuts through the list are as good as any: were there a single
    /// cause, the set that parts its candidates best and can probably be built.
    void part_candidates(const Bits& ceiling);

    /// The deltas that agree with every result so far, were there a single cause; at most so many of them.
    std::vector<const Bits*> candidates(const Bits& ceiling, std::size_t most = 3) const;

    /// One minimal failing set below `ceiling`, which fails. False: the results contradict each other, or too many
    /// deltas.
    bool find_set(const Bits& ceiling, ElementSet& set);

    /// `need` with `atoms` fails: the one of them that is needed with those that are left in `atoms`. Several, where no
    /// session parts them.
    Bits last_needed(const Bits& need, std::vector<Bits>& atoms);

    Bits with(const Bits& low, const std::vector<Bits>& rest, const std::vector<bool>& in) const;

    /// The first half gave nothing: another part of `rest`, that halves it as well as may be and can probably be built.
    /// Where that is not the trouble (a test was not collected): the nearest cuts.
    std::optional<std::vector<bool>> other_part(const Bits& low, const std::vector<Bits>& rest) const;

    Ask induce(const Bits& element) const { return {hybrid(element), "search", "does this alone bring the failure?"}; }
    Ask repair(const Bits& element) const { return {without(element), "hit", "is the failure gone without this?"}; }

    void make_minimal(ElementSet& set);

    /// The direct results without each hit; `ceiling` becomes one that still fails. nullptr: none does.
    const Bits* check_hits(const std::vector<ElementSet>& hits, Bits& ceiling);

    const SearchContext& c_;
    const std::vector<Bits>& atoms_;
    Layer& layer_;
    Story& story_;
    bool infer_ = true;
};

}  // namespace testskew::attribute
