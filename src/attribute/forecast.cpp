#include "attribute/forecast.hpp"

#include <algorithm>

#include "attribute/replay_state.hpp"
#include "attribute/schedule.hpp"
#include "attribute/supposed.hpp"

namespace testskew::attribute {

namespace {

constexpr int most_steps = 60;  // A search of a single cause takes a dozen.

/// What a failure is supposed to follow. Of several suspects, each is mostly enough.
Bits supposed_cause(const Question& question, const ClusterQuestion& cluster) {
    Bits cause(question.deltas.size());
    if (!cluster.suspects.empty())
        cause.set(static_cast<std::size_t>(cluster.suspects.front().members().front()));
    else if (!question.deltas.empty())
        cause.set(question.deltas.size() / 2);
    return cause;
}

}  // namespace

Forecast forecast(const Question& question, Log log, double least) {
    const auto fails = [&](std::size_t number, const Bits& bad) {
        const ClusterQuestion& cluster = question.clusters[number];
        return is_searchable(cluster.kind) && supposed_cause(question, cluster).subset_of(bad);
    };
    Forecast forecast;
    for (int i = 0; i < most_steps; ++i) {
        const Step step = next(question, log);
        if (step.conclusion || step.batch.empty()) break;
        std::vector<double> seconds;
        for (const Experiment& experiment : step.batch) {
            log.push_back({experiment, supposed(question, experiment, fails)});
            if (experiment.phase == Phase::base && experiment.round == 0) continue;
            seconds.push_back(least + (experiment.alone ? 0 : price(question, experiment.bad)));
        }
        forecast.sessions += static_cast<int>(seconds.size());
        forecast.seconds += makespan(seconds, step.parallel);
    }
    return forecast;
}

}  // namespace testskew::attribute
