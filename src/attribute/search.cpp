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
        const Bits bad = layer.ceiling - (c.needs.up(united(hit, c.question.deltas.size())) - c.floor);
        const Run* run = c.knowledge.find(bad, c.alone);
        if (run && run->result == CellResult::other && !run->identity->empty()) return run;
    }
    return nullptr;
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
    if (!story.many) return;
    story.factor_level = true;
    story.many = false;
    search_layers(context, story);
}

}  // namespace testskew::attribute
