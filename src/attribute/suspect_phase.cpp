#include "attribute/suspect_phase.hpp"

#include <algorithm>
#include <set>

#include "util/once.hpp"

namespace testskew::attribute {

namespace {

/// If the cases have more suspects than this, the halves of the search tell about all cases at once for less.
constexpr std::size_t most_at_once = 3;
/// With fewer deltas there are at most 16 hybrids. A claim of several deltas must foretell eight that were not run
/// before, and a search there is short.
constexpr std::size_t least_deltas = 5;

/// What is tried of a case: the likeliest of its suspects, as each wrong one costs two sessions. nullptr if it has
/// none, or if there is nothing to be searched for.
const Bits* suspect_of(const ReplayState& state, const Case& c) {
    if (c.flaky || c.caveat != CaveatKind::none || state.kind(c) != ClusterKind::regression) return nullptr;
    const auto& suspects = state.q.clusters[static_cast<std::size_t>(c.group.cluster)].suspects;
    return suspects.empty() ? nullptr : &suspects.front();
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
    std::set<Bits> distinct;
    for (const Case& c : s_.cases)
        if (const Bits* suspect = suspect_of(s_, c)) distinct.insert(*suspect);
    if (distinct.size() > most_at_once) return;
    std::vector<const Case*> cases;
    bool pending = false;
    for (Case& c : s_.cases) {
        const Bits* suspect = suspect_of(s_, c);
        if (!suspect) continue;
        const Told now = told(*suspect, s_.know(c.group, entries_));
        c.led = now == Told::something;
        pending = pending || now == Told::unknown;
        cases.push_back(&c);
    }
    if (pending && generation_ == 0) want(cases);
}

void SuspectPhase::want(const std::vector<const Case*>& cases) {
    const auto ask = [&](const Case& c, const Bits& bad, const char* reason) {
        if (s_.know(c.group, entries_).find(bad, false)) return;
        s_.wanted.want(bad, Phase::suspect, false, 0, 0, s_.id(c), reason);
    };
    for (const Case* c : cases) {
        const Bits& suspect = *suspect_of(s_, *c);
        ask(*c, induced(s_, suspect), "evidence points to it: does this alone bring the failure?");
        ask(*c, repaired(s_, suspect), "evidence points to it: is the failure gone without this?");
    }
    for (auto& experiment : s_.wanted.experiments)
        for (const Case* c : cases) {
            const bool fails = suspect_of(s_, *c)->subset_of(experiment.bad);
            append_once(experiment.predicted, std::pair{s_.id(*c), fails ? CellResult::fails : CellResult::passes});
        }
}

bool foretold(const ReplayState& state, const Case& c, const Experiment& session) {
    if (session.phase != Phase::suspect || c.story.layers.size() != 1 || c.story.factor_level) return false;
    const auto& sets = c.story.layers.front().sets;
    const Bits* suspect = suspect_of(state, c);
    return suspect && sets.size() == 1 && united(sets.front(), state.q.deltas.size()) == *suspect;
}

}  // namespace testskew::attribute
