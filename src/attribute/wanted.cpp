#include "attribute/wanted.hpp"

#include <algorithm>

namespace testskew::attribute {

Experiment& Wanted::want(const Bits& bad, Phase phase, bool alone, int round, int index, int cluster,
                         const std::string& reason, int copy) {
    const bool every_one_counts = phase == Phase::confirm || phase == Phase::base;
    const auto same_role = [&](const Experiment& other) {
        if (every_one_counts) return other.phase == phase && other.round == round && other.index == index;
        return (other.phase == Phase::recheck) == (phase == Phase::recheck);
    };
    for (auto& other : experiments)
        if (other.bad == bad && other.alone == alone && other.copy == copy && same_role(other)) {
            if (std::find(other.clusters.begin(), other.clusters.end(), cluster) == other.clusters.end())
                other.clusters.push_back(cluster);
            return other;
        }
    Experiment experiment;
    experiment.id = static_cast<int>(log_.size() + experiments.size());
    experiment.bad = bad;
    experiment.phase = phase;
    experiment.alone = alone;
    experiment.all_tests = every_one_counts || phase == Phase::recheck || phase == Phase::suspect;
    experiment.clusters = {cluster};
    experiment.round = round;
    experiment.index = index;
    experiment.reason = reason;
    experiment.copy = copy;
    experiments.push_back(std::move(experiment));
    return experiments.back();
}

}  // namespace testskew::attribute
