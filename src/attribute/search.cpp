#include "attribute/search.hpp"

#include <algorithm>

#include "attribute/layer_search.hpp"

namespace testskew::attribute {

Bits united(const ElementSet& set, std::size_t size) {
    Bits result(size);
    for (const auto& element : set) result |= element;
    return result;
}

std::vector<ElementSet> hitting_sets(const std::vector<ElementSet>& sets) {
    std::vector<ElementSet> hits{{}};
    for (const auto& set : sets) {
        std::vector<ElementSet> grown;
        for (const auto& hit : hits) {
            const bool has = std::any_of(set.begin(), set.end(), [&](const Bits& e) {
                return std::find(hit.begin(), hit.end(), e) != hit.end();
            });
            if (has) {
                grown.push_back(hit);
                continue;
            }
            for (const auto& element : set) {
                ElementSet larger = hit;
                larger.insert(std::upper_bound(larger.begin(), larger.end(), element), element);
                grown.push_back(std::move(larger));
            }
        }
        hits.clear();
        for (std::size_t i = 0; i < grown.size(); ++i) {
            bool minimal = true;
            for (std::size_t j = 0; j < grown.size() && minimal; ++j)
                if (i != j && std::includes(grown[i].begin(), grown[i].end(), grown[j].begin(), grown[j].end()))
                    minimal = grown[i].size() == grown[j].size() && i < j;
            if (minimal) hits.push_back(grown[i]);
        }
    }
    return hits;
}

int Story::predict(const Bits& bad) const {
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const auto& set : layers[i].sets)
            if (std::all_of(set.begin(), set.end(), [&](const Bits& element) { return element.subset_of(bad); }))
                return static_cast<int>(i) + 1;
    return 0;
}

bool Story::speaks_of(const Bits& bad) const {
    if (!factor_level) return true;
    for (const auto& layer : layers)
        for (const auto& set : layer.sets)
            for (const auto& element : set)
                if (element.intersects(bad) && !element.subset_of(bad)) return false;
    return true;
}

Bits Story::relevant(std::size_t size) const {
    Bits result(size);
    for (const auto& layer : layers)
        for (const auto& set : layer.sets) result |= united(set, size);
    return result;
}

int level_of(const Run& run, const Story& story) {
    switch (run.result) {
        case CellResult::F: return 1;
        case CellResult::P: return 0;
        case CellResult::U: return -2;
        case CellResult::X: break;
    }
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        if (story.layers[i].identity == *run.identity) return static_cast<int>(i) + 1;
    return -1;
}

std::vector<Bits> atoms_of(const Question& question, const Needs& needs, const Bits& universe, bool factor_level) {
    struct Factor {
        Bits mask;
        double prior = 0;
        std::vector<int> deltas;
    };
    std::vector<std::string> names;
    std::vector<Factor> factors;
    for (const int d : universe.members()) {
        const auto& delta = question.deltas[static_cast<std::size_t>(d)];
        const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), delta.factor) - names.begin());
        if (at == names.size()) {
            names.push_back(delta.factor);
            factors.push_back({Bits(question.deltas.size()), 0, {}});
        }
        factors[at].mask.set(static_cast<std::size_t>(d));
        factors[at].prior += delta.prior;
        factors[at].deltas.push_back(d);
    }
    std::stable_sort(factors.begin(), factors.end(),
                     [](const Factor& a, const Factor& b) { return a.prior > b.prior; });
    std::vector<Bits> groups;
    for (const auto& factor : factors) {
        if (factor_level) {
            groups.push_back(factor.mask);
            continue;
        }
        for (const int d : factor.deltas) {
            Bits one(question.deltas.size());
            one.set(static_cast<std::size_t>(d));
            groups.push_back(one);
        }
    }
    return needs.atoms(groups);
}

namespace {

/// The first X that a repair of the innermost layer uncovered.
const Run* uncovered(const SearchContext& c, const Layer& layer) {
    for (const auto& hit : layer.hits) {
        const Bits bad = layer.ceiling - (c.needs.up(united(hit, c.question.deltas.size())) - c.floor);
        const Run* run = c.knowledge.find(bad, c.alone);
        if (run && run->result == CellResult::X && !run->identity->empty()) return run;
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
        if (story.many || story.inconsistent || !layer.complete || layer.repaired || story.layers.size() == 3) return;
        const Run* behind = uncovered(c, layer);
        if (!behind) return;
        for (const auto& outer : story.layers)
            if (outer.identity == *behind->identity) return;
        story.layers.push_back({*behind->identity, behind->bad, {}, {}, false, false});
    }
}

}  // namespace

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
