#include "attribute/knowledge.hpp"

#include <algorithm>

namespace testskew::attribute {

namespace {
const std::string no_identity;
}

const ClusterObservation* of_cluster(const Observation& observation, int cluster) {
    for (const auto& result : observation.results)
        if (result.cluster == cluster) return &result;
    return nullptr;
}

bool side_by_side(const Experiment& experiment) { return experiment.phase == Phase::base && experiment.round == 0; }

std::optional<Bits> actually_bad(const LogEntry& entry) {
    if (!entry.observation.built) return std::nullopt;
    if (entry.observation.actual) return entry.observation.actual;
    if (!entry.observation.as_planned) return std::nullopt;
    return entry.experiment.bad;
}

CellResult result_of(const Observation& observation, const Question& question, const TestGroup& group,
                     const std::string** identity) {
    *identity = &no_identity;
    if (!observation.built) return CellResult::nothing;
    const auto* seen = of_cluster(observation, question.clusters[static_cast<std::size_t>(group.cluster)].id);
    if (!seen) return CellResult::nothing;
    *identity = &seen->identity;
    if (seen->tests.empty()) return seen->result;
    // A test without a result does not count. If the other tests disagree, groups_of() splits the cluster; until then
    // the session gives no result.
    const auto is_asked = [&](std::size_t test) {
        return group.tests.empty() ||
               std::find(group.tests.begin(), group.tests.end(), static_cast<int>(test)) != group.tests.end();
    };
    CellResult result = CellResult::nothing;
    for (std::size_t i = 0; i < seen->tests.size(); ++i) {
        const CellResult one = cell_result_of(seen->tests[i]).value_or(CellResult::nothing);
        if (one == CellResult::nothing || !is_asked(i)) continue;
        if (result != CellResult::nothing && result != one) return CellResult::nothing;
        result = one;
    }
    return result;
}

Knowledge::Knowledge(const Question& question, const Log& log, std::size_t entries, const TestGroup& group,
                     bool skip_side_by_side) {
    runs_.reserve(entries);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto& entry = log[i];
        if (skip_side_by_side && side_by_side(entry.experiment)) continue;
        Run run;
        run.alone = entry.experiment.alone;
        run.experiment = &entry.experiment;
        run.copy = entry.experiment.copy;
        run.identity = &no_identity;
        const auto actual = actually_bad(entry);
        const Bits planned = entry.experiment.bad;
        if (actual) {
            run.bad = *actual;
            run.result = result_of(entry.observation, question, group, &run.identity);
            runs_.push_back(run);
        }
        // The planned hybrid counts as tried as well, and as one that gave nothing.
        if (!actual || *actual != planned) {
            run.bad = planned;
            run.result = CellResult::nothing;
            runs_.push_back(run);
        }
    }
}

const Run* Knowledge::find(const Bits& bad, bool alone) const {
    const Run* without_result = nullptr;
    for (const auto& run : runs_) {
        if (run.alone != alone || run.bad != bad) continue;
        if (run.result != CellResult::nothing) return &run;
        if (!without_result) without_result = &run;
    }
    return without_result;
}

int Knowledge::tried(const Bits& bad, bool alone) const {
    int count = 0;
    for (const auto& run : runs_) count += run.alone == alone && run.bad == bad;
    return count;
}

bool Knowledge::disagrees(bool same_copy) const {
    const auto disagree = [&](const Run& a, const Run& b) {
        return a.result != CellResult::nothing && b.result != CellResult::nothing && a.result != b.result &&
               a.alone == b.alone && a.bad == b.bad && (!same_copy || a.copy == b.copy);
    };
    for (std::size_t i = 0; i < runs_.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (disagree(runs_[i], runs_[j])) return true;
    return false;
}

}  // namespace testskew::attribute
