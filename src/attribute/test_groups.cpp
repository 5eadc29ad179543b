#include "attribute/test_groups.hpp"

#include <algorithm>
#include <map>

namespace testskew::attribute {

namespace {

bool is_result(char letter) { return cell_result_of(letter).value_or(CellResult::nothing) != CellResult::nothing; }

/// All sessions of one hybrid, and what the tests of a cluster did in them.
struct Hybrid {
    Bits bad;
    bool alone = false;
    int sessions = 0;
    std::string tests;  ///< one letter for each test
};

/// How the tests of one cluster behaved, test by test.
class Behaviour {
public:
    Behaviour(const Log& log, std::size_t entries, int cluster, bool skip_side_by_side) {
        for (std::size_t i = 0; i < entries; ++i) {
            const auto bad = actually_bad(log[i]);
            const auto* seen = of_cluster(log[i].observation, cluster);
            if (!bad || !seen || seen->tests.empty()) continue;
            if (skip_side_by_side && side_by_side(log[i].experiment)) continue;
            add(*bad, log[i].experiment.alone, seen->tests);
        }
    }

    const std::vector<Hybrid>& hybrids() const { return hybrids_; }
    std::size_t tests() const { return flaky_.size(); }
    bool is_flaky(std::size_t test) const { return flaky_[test]; }
    bool all_flaky() const {
        return !flaky_.empty() && std::all_of(flaky_.begin(), flaky_.end(), [](bool one) { return one; });
    }
    /// True if the steady tests gave different results in this hybrid.
    bool splits(const Hybrid& hybrid) const {
        char first = 0;
        for (std::size_t t = 0; t < hybrid.tests.size(); ++t) {
            if (flaky_[t] || !is_result(hybrid.tests[t])) continue;
            if (first && hybrid.tests[t] != first) return true;
            first = hybrid.tests[t];
        }
        return false;
    }

private:
    void add(const Bits& bad, bool alone, const std::string& tests) {
        flaky_.resize(std::max(flaky_.size(), tests.size()), false);
        auto hybrid = std::find_if(hybrids_.begin(), hybrids_.end(),
                                   [&](const Hybrid& h) { return h.bad == bad && h.alone == alone; });
        if (hybrid == hybrids_.end()) hybrid = hybrids_.insert(hybrid, {bad, alone, 0, {}});
        ++hybrid->sessions;
        hybrid->tests.resize(std::max(hybrid->tests.size(), tests.size()), letter(CellResult::nothing));
        for (std::size_t t = 0; t < tests.size(); ++t) {
            char& known = hybrid->tests[t];
            if (!is_result(tests[t])) continue;
            if (!is_result(known))
                known = tests[t];
            else if (known != tests[t])
                flaky_[t] = true;
        }
    }

    std::vector<Hybrid> hybrids_;
    std::vector<bool> flaky_;  ///< for each test, whether one hybrid gave two results
};

/// The groups of one cluster.
std::vector<TestGroup> groups_of_cluster(const Question& question, int cluster, const Behaviour& behaviour,
                                         Wanted& wanted) {
    const auto& asked = question.clusters[static_cast<std::size_t>(cluster)];
    // For each test, its results in the hybrids that split the tests.
    std::vector<std::string> signatures(behaviour.tests());
    for (const auto& hybrid : behaviour.hybrids()) {
        if (!behaviour.splits(hybrid)) continue;
        if (hybrid.sessions < 2) {
            // The tests may differ once by chance, so the same hybrid is run again, with all tests.
            if (asked.kind == ClusterKind::regression)
                wanted.want(hybrid.bad, Phase::recheck, hybrid.alone, 0, 0, asked.id,
                            "its tests came out differently: does this repeat?");
            continue;
        }
        for (std::size_t t = 0; t < signatures.size(); ++t)
            signatures[t] += t < hybrid.tests.size() ? hybrid.tests[t] : letter(CellResult::nothing);
    }
    const std::string flaky = "!";
    std::map<std::string, std::vector<int>> parts;
    for (std::size_t t = 0; t < signatures.size(); ++t)
        parts[behaviour.is_flaky(t) ? flaky : signatures[t]].push_back(static_cast<int>(t));
    if (parts.size() < 2) return {{cluster, {}, behaviour.all_flaky()}};
    std::vector<TestGroup> groups;
    for (const auto& [signature, tests] : parts) groups.push_back({cluster, tests, signature == flaky});
    std::sort(groups.begin(), groups.end(), [](const TestGroup& a, const TestGroup& b) { return a.tests < b.tests; });
    return groups;
}

}  // namespace

std::vector<TestGroup> groups_of(const Question& question, const Log& log, std::size_t entries, bool skip_side_by_side,
                                 Wanted& wanted) {
    std::vector<TestGroup> groups;
    for (std::size_t c = 0; c < question.clusters.size(); ++c) {
        const Behaviour behaviour(log, entries, question.clusters[c].id, skip_side_by_side);
        const auto of_one = groups_of_cluster(question, static_cast<int>(c), behaviour, wanted);
        groups.insert(groups.end(), of_one.begin(), of_one.end());
    }
    return groups;
}

}  // namespace testskew::attribute
