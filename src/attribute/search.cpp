#include "attribute/search.hpp"

#include <algorithm>

#include "attribute/layer_search.hpp"

namespace testskew::attribute {

namespace {

/// How many layers are searched: the first failure and those hidden behind it.
constexpr std::size_t most_layers = 3;
/// The deltas of a suspect that are tried one by one. With more of them, halving asks for fewer sessions.
constexpr std::size_t most_single = 4;

/// The first session in which repairing the innermost layer uncovered another failure; nullptr if none did.
const Run* uncovered(const SearchContext& c, const Layer& layer) {
    for (const auto& hit : layer.hits) {
        const Run* run = c.knowledge.find(repaired(c, layer, united(hit, c.question.deltas.size())), c.alone);
        if (run && run->result == CellResult::other && !run->identity->empty()) return run;
    }
    return nullptr;
}

/// A set of the first failure may need deltas of a hidden one: whenever it was bad, these were bad as well. With them
/// bad and the set repaired, only the other failure is seen, which may hide that the first one is still there. So
/// nothing tells the set from what it needs, and they become one element.
void join_what_hides(const SearchContext& c, Story& story) {
    if (story.layers.size() < 2) return;
    const std::size_t size = c.question.deltas.size();
    Bits behind(size);
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        for (const auto& set : story.layers[i].sets) behind |= united(set, size);
    Layer& front = story.layers.front();
    bool joined = false;
    for (ElementSet& set : front.sets) {
        const Bits own = united(set, size), along = (c.needs.down(c.floor | own) - c.floor - own) & behind;
        if (!along.any()) continue;
        set = {own | along};
        joined = true;
    }
    if (!joined) return;
    front.hits = hitting_sets(front.sets);
    front.complete = front.repaired = true;
    for (const ElementSet& hit : front.hits) {
        const Run* run = c.knowledge.find(repaired(c, front, united(hit, size)), c.alone);
        if (!run || run->result == CellResult::fails) front.complete = false;
        if (!run || run->result != CellResult::passes) front.repaired = false;
    }
}

void search_layers(const SearchContext& c, Story& story) {
    const auto atoms = atoms_of(c.question, c.needs, c.universe, story.factor_level);
    story.layers.clear();
    story.layers.push_back({{}, c.floor | c.universe, {}, {}, false, false});
    while (true) {
        LayerSearch(c, atoms, story.layers.back(), story).run();
        const Layer& layer = story.layers.back();
        if (story.many || story.inconsistent || !layer.complete || layer.repaired) return;
        if (story.layers.size() == most_layers) return;
        const Run* behind = uncovered(c, layer);
        if (!behind) return;
        for (const auto& outer : story.layers)
            if (outer.identity == *behind->identity) return;
        story.layers.push_back({*behind->identity, behind->bad, {}, {}, false, false});
    }
}

}  // namespace

Bits repaired(const SearchContext& context, const Layer& layer, const Bits& good) {
    return layer.ceiling - (context.needs.up(good) - context.floor);
}

std::vector<Bits> atoms_of(const Question& question, const Needs& needs, const Bits& universe, bool factor_level) {
    struct Group {
        Factor factor;
        Bits mask;
        double prior = 0;
    };
    std::vector<Group> groups;
    for (const int d : universe.members()) {
        const auto& delta = question.deltas[static_cast<std::size_t>(d)];
        auto group =
            std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.factor == delta.factor; });
        if (group == groups.end()) group = groups.insert(group, {delta.factor, Bits(question.deltas.size()), 0});
        group->mask.set(static_cast<std::size_t>(d));
        group->prior += delta.prior;
    }
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.prior > b.prior; });
    std::vector<Bits> atoms;
    for (const auto& group : groups) {
        if (factor_level) {
            atoms.push_back(group.mask);
            continue;
        }
        for (const int d : group.mask.members()) {
            Bits one(question.deltas.size());
            one.set(static_cast<std::size_t>(d));
            atoms.push_back(std::move(one));
        }
    }
    return needs.atoms(atoms);
}

const Bits* shown_suspect(const SearchContext& context) {
    const auto& suspects = context.question.clusters[static_cast<std::size_t>(context.cluster)].suspects;
    if (suspects.empty()) return nullptr;
    const std::size_t deltas = suspects.front().members().size();
    if (deltas < 2 || deltas > most_single) return nullptr;
    const Run* run = context.knowledge.find(context.needs.down(context.floor | suspects.front()), context.alone);
    return run && run->result == CellResult::fails ? &suspects.front() : nullptr;
}

void search(const SearchContext& context, Story& story) {
    story.floor = context.floor;
    story.alone = context.alone;
    search_layers(context, story);
    join_what_hides(context, story);
    if (!story.many) return;
    story.factor_level = true;
    story.many = false;
    search_layers(context, story);
}

}  // namespace testskew::attribute
