#include "attribute/suspect_phase.hpp"

#include <algorithm>
#include <set>

namespace testskew::attribute {

namespace {

/// How many suspects of a case are tried before the search begins. Each costs two sessions if it is wrong.
constexpr std::size_t most_suspects = 1;
/// If the cases have more suspects than this, the halves of the search tell about all cases at once for less.
constexpr std::size_t most_at_once = 3;
/// With fewer deltas there are at most 16 hybrids. A claim of several deltas must foretell eight that were not run
/// before, and a search there is short.
constexpr std::size_t least_deltas = 5;

bool has_suspects(const ReplayState& state, const Case& c) {
    return !c.flaky && c.caveat == CaveatKind::none && state.kind(c) == ClusterKind::regression;
}

const std::vector<Bits>& suspects_of(const ReplayState& state, const Case& c) {
    return state.q.clusters[static_cast<std::size_t>(c.group.cluster)].suspects;
}

Bits induced(const ReplayState& state, const Bits& suspect) { return state.needs.down(suspect); }
Bits repaired(const ReplayState& state, const Bits& suspect) { return state.all - state.needs.up(suspect); }

}  // namespace

SuspectPhase::Told SuspectPhase::told(const Bits& suspect, const Knowledge& knowledge) const {
    const Run* induce = knowledge.find(induced(s_, suspect), false);
    const Run* repair = knowledge.find(repaired(s_, suspect), false);
    if (!induce || !repair) return Told::unknown;
    if (induce->result == CellResult::fails) return Told::something;
    const bool gone = repair->result == CellResult::passes || repair->result == CellResult::other;
    return gone ? Told::something : Told::nothing;
}

void SuspectPhase::run() {
    if (s_.q.deltas.size() < least_deltas) return;
    for (std::size_t round = 0; round < most_suspects; ++round) {
        if (distinct(round) > most_at_once) return;
        std::vector<const Case*> open;
        bool pending = false;
        for (Case& c : s_.cases) {
            if (c.led || !has_suspects(s_, c) || suspects_of(s_, c).size() <= round) continue;
            const Told now = told(suspects_of(s_, c)[round], s_.know(c.group, entries_));
            c.led = now == Told::something;
            pending = pending || now == Told::unknown;
            open.push_back(&c);
        }
        if (!pending) continue;
        if (generation_ == 0) want(open, round);
        return;
    }
}

std::size_t SuspectPhase::distinct(std::size_t round) const {
    std::set<Bits> suspects;
    for (const Case& c : s_.cases)
        if (has_suspects(s_, c) && suspects_of(s_, c).size() > round) suspects.insert(suspects_of(s_, c)[round]);
    return suspects.size();
}

void SuspectPhase::want(const std::vector<const Case*>& cases, std::size_t round) {
    const auto ask = [&](const Case& c, const Bits& bad, const char* reason) {
        if (s_.know(c.group, entries_).find(bad, false)) return;
        s_.wanted.want(bad, Phase::suspect, false, static_cast<int>(round), 0, s_.id(c), reason);
    };
    for (const Case* c : cases) {
        const Bits& suspect = suspects_of(s_, *c)[round];
        ask(*c, induced(s_, suspect), "evidence points to it: does this alone bring the failure?");
        ask(*c, repaired(s_, suspect), "evidence points to it: is the failure gone without this?");
    }
    for (auto& experiment : s_.wanted.experiments)
        for (const Case* c : cases) {
            const bool fails = suspects_of(s_, *c)[round].subset_of(experiment.bad);
            const std::pair predicted{s_.id(*c), fails ? CellResult::fails : CellResult::passes};
            auto& all = experiment.predicted;
            if (std::find(all.begin(), all.end(), predicted) == all.end()) all.push_back(predicted);
        }
}

bool foretold(const ReplayState& state, const Case& c, const Experiment& session) {
    if (session.phase != Phase::suspect || c.story.layers.size() != 1 || c.story.factor_level) return false;
    const auto& sets = c.story.layers.front().sets;
    const auto& suspects = suspects_of(state, c);
    if (sets.size() != 1 || !has_suspects(state, c)) return false;
    // A later suspect was chosen after the sessions of the earlier ones, so these do not count for it.
    const auto tried = static_cast<std::size_t>(session.round);
    return tried < suspects.size() && united(sets.front(), state.q.deltas.size()) == suspects[tried];
}

}  // namespace testskew::attribute
