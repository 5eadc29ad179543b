#include "attribute/replay_state.hpp"

namespace testskew::attribute {

bool is_searchable(ClusterKind kind) { return kind == ClusterKind::regression || kind == ClusterKind::one_sided; }

std::vector<SeenHybrid> seen_hybrids(const Log& log, std::size_t entries) {
    std::vector<SeenHybrid> seen;
    for (std::size_t i = 0; i < entries; ++i) seen.push_back({log[i].experiment.bad, log[i].experiment.copy});
    return seen;
}

std::size_t ReplayState::entries_before(int generation) const {
    for (std::size_t i = 0; i < log.size(); ++i)
        if (log[i].experiment.phase == Phase::confirm && log[i].experiment.round >= generation * rounds_of_a_generation)
            return i;
    return log.size();
}

int ReplayState::copy_for(const Bits& bad, const Case& c) const {
    if (!few_hybrids(needs, floor_of(c))) return 0;
    return next_copy(seen_hybrids(log, log.size()), bad);
}

}  // namespace testskew::attribute
