#include "attribute/needs.hpp"

#include <algorithm>

#include "attribute/builds.hpp"

namespace testskew::attribute {

Needs Needs::learned(const Question& question, const Log& log, std::size_t entries) {
    Needs needs(question.deltas.size());
    for (const auto& requirement : question.known) needs.add(requirement);
    for (std::size_t i = 0; i < entries; ++i)
        if (const auto& violated = log[i].observation.violated; violated && !log[i].observation.built)
            needs.add(*violated);
    needs.named_ = needs.requirements_.size();
    for (bool more = true; more;) {
        more = false;
        const Builds builds(question, log, entries, needs);
        for (const auto& failed : builds.failed()) {
            const auto reason = builds.only_reason(failed);
            if (!reason || failed.times < 2) continue;
            needs.add(*reason);
            more = true;
            break;
        }
    }
    return needs;
}

bool Needs::worked_out_within(const Bits& deltas) const {
    for (std::size_t i = named_; i < requirements_.size(); ++i)
        if (deltas.test(static_cast<std::size_t>(requirements_[i].delta)) &&
            deltas.test(static_cast<std::size_t>(requirements_[i].needs)))
            return true;
    return false;
}

void Needs::add(const Requirement& requirement) {
    // "a good needs b good" says the same as "b bad needs a bad".
    const auto edge = requirement.side == SideName::bad ? std::pair{requirement.delta, requirement.needs}
                                                        : std::pair{requirement.needs, requirement.delta};
    if (edge.first == edge.second || std::find(edges_.begin(), edges_.end(), edge) != edges_.end()) return;
    edges_.push_back(edge);
    requirements_.push_back(requirement);
}

Bits Needs::down(Bits bad) const {
    for (bool grew = !edges_.empty(); grew;) {
        grew = false;
        for (const auto& [from, to] : edges_)
            if (bad.test(from) && !bad.test(to)) bad.set(to), grew = true;
    }
    return bad;
}

Bits Needs::up(Bits good) const {
    for (bool grew = !edges_.empty(); grew;) {
        grew = false;
        for (const auto& [from, to] : edges_)
            if (good.test(to) && !good.test(from)) good.set(from), grew = true;
    }
    return good;
}

std::vector<Bits> Needs::atoms(const std::vector<Bits>& groups) const {
    if (edges_.empty()) return groups;
    std::vector<Bits> merged;
    for (const auto& group : groups) {
        Bits atom = group;
        for (auto it = merged.begin(); it != merged.end();) {
            const bool inseparable = down(atom).intersects(*it) && down(*it).intersects(atom);
            if (inseparable) {
                atom |= *it;
                merged.erase(it);
                it = merged.begin();
            } else {
                ++it;
            }
        }
        merged.push_back(atom);
    }
    return in_order(merged);
}

std::vector<Bits> Needs::in_order(const std::vector<Bits>& merged) const {
    std::vector<Bits> ordered;
    Bits placed(deltas_), all(deltas_);
    for (const auto& atom : merged) all |= atom;
    std::vector<Bits> needed;
    for (const auto& atom : merged) needed.push_back((down(atom) & all) - atom);
    std::vector<bool> done(merged.size());
    while (ordered.size() < merged.size()) {
        std::size_t pick = merged.size(), first = merged.size();
        for (std::size_t i = 0; i < merged.size() && pick == merged.size(); ++i) {
            if (done[i]) continue;
            if (first == merged.size()) first = i;
            if (needed[i].subset_of(placed)) pick = i;
        }
        // Only a longer cycle through groups of several deltas can be left here. It may be cut anywhere, because down()
        // adds what a prefix needs.
        if (pick == merged.size()) pick = first;
        done[pick] = true;
        placed |= merged[pick];
        ordered.push_back(merged[pick]);
    }
    return ordered;
}

}  // namespace testskew::attribute
