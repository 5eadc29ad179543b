#include "attribute/summary.hpp"

namespace testskew::attribute {

SessionSummary summarize(const Question& question, const LogEntry& entry) {
    const auto& [experiment, observation] = entry;
    const auto& bad = experiment.bad;
    const bool from_bad = 2 * bad.count() >= static_cast<int>(bad.size());
    SessionSummary summary;
    summary.id = "s" + std::to_string(experiment.id + 1);
    summary.phase = experiment.phase;
    summary.from = from_bad ? SideName::bad : SideName::good;
    for (const int d : (from_bad ? ~bad : bad).members()) {
        const auto& delta = question.deltas[static_cast<std::size_t>(d)];
        summary.taken.push_back({delta.factor, delta.name});
    }
    for (const auto& [cluster, result] : experiment.predicted) {
        const std::string now = to_string(result);
        if (summary.predicted.empty())
            summary.predicted = now;
        else if (summary.predicted != now)
            summary.predicted = "by cluster";
    }
    for (const auto& seen : observation.results)
        summary.results.emplace_back(seen.cluster, observation.built ? seen.result : CellResult::nothing);
    summary.as_planned =
        observation.built && observation.as_planned && (!observation.actual || *observation.actual == bad);
    summary.reason = experiment.reason;
    return summary;
}

}  // namespace testskew::attribute
