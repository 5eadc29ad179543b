#include "attribute/planner.hpp"

namespace testskew::attribute {

std::vector<PlannedSession> Planner::plan() {
    if (!options_.top_up) {
        const bool one = claims_.size() == 1;
        for (const auto* claim : claims_) held_cells(*claim);
        factor_cells(one && claims_.front()->patterns.size() == 2);
        if (one && question_.deltas.size() <= 3) every_hybrid();
        if (one) hard_cells();
        if (one) own_factor_cells(*claims_.front());
    }
    fill(!options_.top_up && claims_.size() > 1 ? 2 : 0);
    if (few_hybrids(needs_, claims_.front()->floor)) build_anew();
    mix();
    return std::move(planned_);
}

void Planner::build_anew() {
    auto seen = options_.seen;
    for (auto& session : planned_) {
        session.copy = next_copy(seen, session.bad);
        if (session.copy) session.reason += ", in an environment built anew";
        seen.push_back({session.bad, session.copy});
    }
}

bool Planner::seen(const Bits& bad) const {
    return std::any_of(options_.seen.begin(), options_.seen.end(),
                       [&](const SeenHybrid& hybrid) { return hybrid.bad == bad; });
}

void Planner::add(const Bits& bad, const std::string& reason) {
    for (const auto& session : planned_)
        if (session.bad == bad) return;
    count(bad);
    planned_.push_back({bad, reason});
}

void Planner::count(const Bits& bad) {
    for (std::size_t c = 0; c < claims_.size(); ++c) {
        if (!claims_[c]->floor.subset_of(bad)) continue;
        const Bits relevant = bad & claims_[c]->relevant;
        for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p)
            done_[c][p] += claims_[c]->patterns[p].bad == relevant;
    }
}

void Planner::held_cells(const Claim& claim) {
    if (needs_.empty()) return;
    for (const auto& layer : claim.story->layers)
        for (const auto& set : layer.sets)
            for (const auto& element : set) {
                const Bits dependants = needs_.up(element) - element, needed = needs_.down(element) - element;
                if (dependants.any() && !needs_.up(dependants).intersects(element))
                    add(all_ - (needs_.up(dependants) - claim.floor), "only what needs the suspect is repaired");
                if (needed.any() && !needs_.down(needed).intersects(element))
                    add(needs_.down(claim.floor | needed), "only what the suspect needs is induced");
            }
}

void Planner::factor_cells(bool only_others) {
    const Bits& floor = claims_.front()->floor;
    for (const auto& [name, mask] : factors_of(question_)) {
        if (mask.subset_of(floor) || (only_others && mask.intersects(claims_.front()->relevant))) continue;
        cells_of(name, mask, floor);
    }
}

void Planner::cells_of(const std::string& name, const Bits& mask, const Bits& floor) {
    add(all_ - (needs_.up(mask) - floor), "the bad side with " + name + " from the good one");
    add(needs_.down(floor | mask), "the good side with " + name + " from the bad one");
}

void Planner::own_factor_cells(const Claim& claim) {
    if (claim.patterns.size() != 2 || !deficit(0)) return;
    for (const auto& [name, mask] : factors_of(question_))
        if (claim.relevant.subset_of(mask)) cells_of(name, mask, claim.floor);
}

void Planner::every_hybrid() {
    const std::size_t n = question_.deltas.size();
    for (unsigned code = 0; code < 1U << n; ++code) {
        Bits bad(n);
        for (std::size_t d = 0; d < n; ++d) bad.set(d, code >> d & 1);
        if (!(needs_.down(bad) == bad) || !claims_.front()->floor.subset_of(bad)) continue;
        if (!seen(bad)) add(bad, "one of the few hybrids that were not run yet");
    }
}

}  // namespace testskew::attribute
