#include "attribute/knowledge.hpp"

#include <algorithm>
#include <map>

namespace testskew::attribute {

namespace {

const std::string no_identity;

const ClusterObservation* of_cluster(const Observation& observation, int cluster) {
    for (const auto& result : observation.results)
        if (result.cluster == cluster) return &result;
    return nullptr;
}

bool side_by_side(const Experiment& experiment) { return experiment.phase == "base" && experiment.round == 0; }

/// The hybrid that a session really was; nullopt where nobody knows.
std::optional<Bits> actual(const Entry& entry) {
    if (!entry.observation.built) return std::nullopt;
    if (entry.observation.actual) return ~*entry.observation.actual;
    if (!entry.observation.as_planned) return std::nullopt;
    return ~entry.experiment.assignment;
}

CellResult of_letter(char letter) {
    return letter == 'F'   ? CellResult::F
           : letter == 'P' ? CellResult::P
           : letter == 'X' ? CellResult::X
                           : CellResult::U;
}

}  // namespace

Experiment& Wanted::want(const Bits& bad, const std::string& phase, bool alone, int round, int index, int cluster,
                         const std::string& reason, int copy) {
    const bool unique = phase == "confirm" || phase == "base";
    const Assignment assignment = ~bad;
    for (auto& other : experiments)
        if (other.assignment == assignment && other.alone == alone && other.copy == copy &&
            (unique ? other.phase == phase && other.round == round && other.index == index
                    : (other.phase == "recheck") == (phase == "recheck"))) {
            if (std::find(other.clusters.begin(), other.clusters.end(), cluster) == other.clusters.end())
                other.clusters.push_back(cluster);
            return other;
        }
    Experiment experiment;
    experiment.id = static_cast<int>(log_.size() + experiments.size());
    experiment.assignment = assignment;
    experiment.phase = phase;
    experiment.alone = alone;
    experiment.all_tests = phase == "base" || phase == "confirm" || phase == "recheck";
    experiment.clusters = {cluster};
    experiment.round = round;
    experiment.index = index;
    experiment.reason = reason;
    experiment.copy = copy;
    experiments.push_back(std::move(experiment));
    return experiments.back();
}

CellResult result_of(const Observation& observation, const Question& question, const Subject& subject,
                     const std::string** identity) {
    *identity = &no_identity;
    if (!observation.built) return CellResult::U;
    const auto* seen = of_cluster(observation, question.clusters[static_cast<std::size_t>(subject.cluster)].id);
    if (!seen) return CellResult::U;
    *identity = &seen->identity;
    if (seen->tests.empty()) return seen->result;
    // A test that gave nothing says nothing; tests that disagree are split by subjects_of, until then the session is no
    // result.
    CellResult result = CellResult::U;
    for (std::size_t i = 0; i < seen->tests.size(); ++i) {
        if (!subject.tests.empty() &&
            std::find(subject.tests.begin(), subject.tests.end(), static_cast<int>(i)) == subject.tests.end())
            continue;
        const CellResult one = of_letter(seen->tests[i]);
        if (one == CellResult::U) continue;
        if (result != CellResult::U && result != one) return CellResult::U;
        result = one;
    }
    return result;
}

Knowledge::Knowledge(const Question& question, const Log& log, std::size_t entries, const Subject& subject,
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
        const auto where = actual(entry);
        const Bits planned = ~entry.experiment.assignment;
        if (where) {
            run.bad = *where;
            run.result = result_of(entry.observation, question, subject, &run.identity);
            runs_.push_back(run);
        }
        if (!where || !(*where == planned)) {
            run.bad = planned;
            run.result = CellResult::U;
            runs_.push_back(run);
        }
    }
}

const Run* Knowledge::find(const Bits& bad, bool alone) const {
    const Run* without = nullptr;
    for (const auto& run : runs_) {
        if (run.alone != alone || !(run.bad == bad)) continue;
        if (run.result != CellResult::U) return &run;
        if (!without) without = &run;
    }
    return without;
}

int Knowledge::tried(const Bits& bad, bool alone) const {
    int count = 0;
    for (const auto& run : runs_) count += run.alone == alone && run.bad == bad;
    return count;
}

bool Knowledge::disagrees(bool same_copy) const {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        if (runs_[i].result == CellResult::U) continue;
        for (std::size_t j = 0; j < i; ++j)
            if (runs_[j].result != CellResult::U && runs_[j].result != runs_[i].result &&
                runs_[j].alone == runs_[i].alone && runs_[j].bad == runs_[i].bad &&
                (!same_copy || runs_[j].copy == runs_[i].copy))
                return true;
    }
    return false;
}

std::vector<Subject> subjects_of(const Question& question, const Log& log, std::size_t entries, bool skip_side_by_side,
                                 Wanted& wanted) {
    std::vector<Subject> subjects;
    for (std::size_t c = 0; c < question.clusters.size(); ++c) {
        const int id = question.clusters[c].id;
        struct Group {
            Bits bad;
            bool alone = false;
            int sessions = 0;
            std::string tests;
        };
        std::vector<Group> groups;
        std::string flaky;  // by test: '!' where one hybrid gave two results
        for (std::size_t i = 0; i < entries; ++i) {
            const auto where = actual(log[i]);
            const auto* seen = of_cluster(log[i].observation, id);
            if (!where || !seen || seen->tests.empty() || (skip_side_by_side && side_by_side(log[i].experiment)))
                continue;
            flaky.resize(std::max(flaky.size(), seen->tests.size()), ' ');
            auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
                return g.bad == *where && g.alone == log[i].experiment.alone;
            });
            if (group == groups.end()) group = groups.insert(group, {*where, log[i].experiment.alone, 0, {}});
            ++group->sessions;
            group->tests.resize(std::max(group->tests.size(), seen->tests.size()), 'U');
            for (std::size_t t = 0; t < seen->tests.size(); ++t) {
                char& known = group->tests[t];
                const char now = seen->tests[t];
                if (of_letter(now) == CellResult::U) continue;
                if (of_letter(known) == CellResult::U)
                    known = now;
                else if (known != now)
                    flaky[t] = '!';
            }
        }
        std::map<std::string, std::vector<int>> parts;  // by what they did in the hybrids that split them
        std::vector<std::string> signature(flaky.size());
        const bool cluster_flaky =
            !flaky.empty() && std::count(flaky.begin(), flaky.end(), '!') == static_cast<long>(flaky.size());
        for (const auto& group : groups) {
            std::string seen;
            for (std::size_t t = 0; t < group.tests.size(); ++t)
                if (flaky[t] != '!' && of_letter(group.tests[t]) != CellResult::U &&
                    seen.find(group.tests[t]) == std::string::npos)
                    seen += group.tests[t];
            if (seen.size() < 2) continue;
            if (group.sessions < 2) {
                // Once is chance: the same hybrid again, all tests.
                if (question.clusters[c].kind == ClusterKind::regression)
                    wanted.want(group.bad, "recheck", group.alone, 0, 0, id,
                                "its tests came out differently: does this repeat?");
                continue;
            }
            for (std::size_t t = 0; t < flaky.size(); ++t)
                signature[t] += t < group.tests.size() ? group.tests[t] : 'U';
        }
        for (std::size_t t = 0; t < flaky.size(); ++t)
            parts[(flaky[t] == '!' ? "!" : signature[t])].push_back(static_cast<int>(t));
        if (parts.size() < 2) {
            subjects.push_back({static_cast<int>(c), {}, cluster_flaky});
            continue;
        }
        std::vector<Subject> split;
        for (const auto& [what, tests] : parts) split.push_back({static_cast<int>(c), tests, what == "!"});
        std::sort(split.begin(), split.end(), [](const Subject& a, const Subject& b) { return a.tests < b.tests; });
        subjects.insert(subjects.end(), split.begin(), split.end());
    }
    return subjects;
}

}  // namespace testskew::attribute
