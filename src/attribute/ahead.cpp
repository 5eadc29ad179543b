#include "attribute/ahead.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "attribute/random.hpp"
#include "attribute/replay_state.hpp"
#include "attribute/supposed.hpp"
#include "attribute/weights.hpp"

namespace testskew::attribute {

namespace {

constexpr int most_truths = 16;  ///< that are drawn if there are several clusters

/// How often the engine is asked, besides once for each experiment: each time it replays its whole strategy.
constexpr std::size_t asked_besides = 8;

/// A possible truth: for each cluster the only delta that its failure follows, or -1 if no single one fits.
struct Truth {
    std::vector<int> causes;
    double weight = 0;
};

/// For each delta how likely it is to be the single cause of a cluster; 0 if a session contradicts it.
std::vector<double> candidates(const Question& question, const Log& log, const ClusterQuestion& cluster) {
    std::vector<double> result = weights(question, cluster);
    for (const LogEntry& entry : log) {
        if (!entry.observation.built || !entry.observation.as_planned) continue;
        const Bits bad = seen_by_tests(question, entry.experiment);
        for (const auto& seen : entry.observation.results) {
            if (seen.cluster != cluster.id) continue;
            if (seen.result != CellResult::fails && seen.result != CellResult::passes) continue;
            for (std::size_t d = 0; d < result.size(); ++d)
                if (bad.test(d) != (seen.result == CellResult::fails)) result[d] = 0;
        }
    }
    return result;
}

/// One of the deltas, drawn by these weights; -1 if all of them are 0.
int drawn(const std::vector<double>& weights, Random& random) {
    double left = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t d = 0; d < weights.size(); ++d) {
        if (weights[d] <= 0) continue;
        left -= weights[d];
        if (left <= 0) return static_cast<int>(d);
    }
    return -1;
}

/// The truths that fit the log. With one open cluster it is all of them, otherwise some that are drawn by lot.
std::vector<Truth> truths_of(const Question& question, const Log& log) {
    std::vector<std::vector<double>> all;
    std::size_t open = 0, last = 0;
    for (const auto& cluster : question.clusters) {
        all.push_back(is_searchable(cluster.kind) ? candidates(question, log, cluster) : std::vector<double>());
        if (std::count_if(all.back().begin(), all.back().end(), [](double weight) { return weight > 0; }) > 1)
            ++open, last = all.size() - 1;
    }
    std::vector<Truth> truths;
    if (open == 0) return truths;
    Random random(question.seed * 7919 + log.size());
    const auto some_truth = [&] {
        Truth truth;
        for (const auto& weights : all) truth.causes.push_back(drawn(weights, random));
        return truth;
    };
    if (open == 1) {
        for (std::size_t d = 0; d < question.deltas.size(); ++d) {
            if (all[last][d] <= 0) continue;
            Truth truth = some_truth();
            truth.causes[last] = static_cast<int>(d);
            truth.weight = all[last][d];
            truths.push_back(std::move(truth));
        }
        return truths;
    }
    for (int i = 0; i < most_truths; ++i) {
        truths.push_back(some_truth());
        truths.back().weight = 1.0 / most_truths;
    }
    return truths;
}

/// A way in which things may go on: what is known then, the truths by which they would, and what is asked for then.
struct Branch {
    Log log;
    std::vector<Truth> truths;
    std::vector<Experiment> batch;
    double weight = 1;
};

bool likelier(const Branch& one, const Branch& other) { return one.weight > other.weight; }

/// The branches after this one, one for each outcome of its sessions, the likeliest first, without what is asked for
/// then.
std::vector<Branch> outcomes_of(const Question& question, const Branch& branch) {
    std::map<std::string, Branch> branches;
    for (const Truth& truth : branch.truths) {
        const auto fails = [&](std::size_t cluster, const Bits& bad) {
            const int cause = truth.causes[cluster];
            return cause >= 0 && bad.test(static_cast<std::size_t>(cause));
        };
        std::string key;
        Log entries;
        for (const Experiment& experiment : branch.batch) {
            entries.push_back({experiment, supposed(question, experiment, fails)});
            for (const auto& result : entries.back().observation.results) key += letter(result.result);
        }
        auto [found, is_new] = branches.try_emplace(key);
        if (is_new) {
            found->second.log = branch.log;
            found->second.log.insert(found->second.log.end(), entries.begin(), entries.end());
            found->second.weight = 0;
        }
        found->second.truths.push_back(truth);
        found->second.weight += truth.weight;
    }
    std::vector<Branch> result;
    for (auto& [key, one] : branches) result.push_back(std::move(one));
    std::stable_sort(result.begin(), result.end(), likelier);
    return result;
}

bool is_among(const std::vector<Experiment>& all, const Experiment& experiment) {
    return std::any_of(all.begin(), all.end(), [&](const Experiment& one) { return same_session(one, experiment); });
}

}  // namespace

bool same_session(const Experiment& one, const Experiment& other) {
    const bool tests_of_clusters = one.alone || !one.all_tests;
    return one.bad == other.bad && one.alone == other.alone && one.all_tests == other.all_tests &&
           one.copy == other.copy && (!tests_of_clusters || one.clusters == other.clusters);
}

std::vector<Experiment> ahead(const Question& question, const Log& log, const Step& step, std::size_t most) {
    std::vector<Experiment> wanted;
    if (most < least_idle || step.batch.empty() || step.batch.front().phase == Phase::base || step.parallel < 2)
        return wanted;
    std::vector<Branch> open = {{log, truths_of(question, log), step.batch, 1}};
    std::size_t asked = 0;
    while (!open.empty() && wanted.size() < most && asked < most + asked_besides) {
        const Branch branch = std::move(open.front());
        open.erase(open.begin());
        for (Branch& next_branch : outcomes_of(question, branch)) {
            if (asked >= most + asked_besides) break;
            Step then = next(question, next_branch.log);
            ++asked;
            if (then.conclusion || then.batch.empty() || then.batch.front().phase == Phase::base || then.parallel < 2)
                continue;
            next_branch.batch = std::move(then.batch);
            open.push_back(std::move(next_branch));
        }
        // What the likeliest of them asks for comes first.
        std::stable_sort(open.begin(), open.end(), likelier);
        for (const Branch& one : open)
            for (const Experiment& experiment : one.batch)
                if (wanted.size() < most && !is_among(step.batch, experiment) && !is_among(wanted, experiment))
                    wanted.push_back(experiment);
    }
    return wanted;
}

}  // namespace testskew::attribute
