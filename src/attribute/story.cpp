#include "attribute/story.hpp"

#include <algorithm>

namespace testskew::attribute {

namespace {

bool has_element(const ElementSet& set, const Bits& element) {
    return std::find(set.begin(), set.end(), element) != set.end();
}

/// The sets that contain no other set; of equal sets only the first one.
std::vector<ElementSet> only_minimal(const std::vector<ElementSet>& sets) {
    std::vector<ElementSet> result;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        bool minimal = true;
        for (std::size_t j = 0; j < sets.size() && minimal; ++j)
            if (i != j && std::includes(sets[i].begin(), sets[i].end(), sets[j].begin(), sets[j].end()))
                minimal = sets[i].size() == sets[j].size() && i < j;
        if (minimal) result.push_back(sets[i]);
    }
    return result;
}

}  // namespace

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
            if (std::any_of(set.begin(), set.end(), [&](const Bits& element) { return has_element(hit, element); })) {
                grown.push_back(hit);
                continue;
            }
            for (const auto& element : set) {
                ElementSet larger = hit;
                larger.insert(std::upper_bound(larger.begin(), larger.end(), element), element);
                grown.push_back(std::move(larger));
            }
        }
        hits = only_minimal(grown);
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
        case CellResult::fails: return 1;
        case CellResult::passes: return 0;
        case CellResult::nothing: return level_nothing;
        case CellResult::other: break;
    }
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        if (story.layers[i].identity == *run.identity) return static_cast<int>(i) + 1;
    return level_other;
}

std::set<std::string> failures_besides(const Story& story, const std::vector<const Run*>& runs) {
    std::set<std::string> result;
    for (const Run* run : runs)
        if (!run->identity->empty() && story.predict(run->bad) == 0 && level_of(*run, story) == level_other)
            result.insert(*run->identity);
    return result;
}

}  // namespace testskew::attribute
