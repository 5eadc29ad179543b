#include "investigation/repeat.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compare/classify.hpp"
#include "compare/index.hpp"
#include "investigation/failing_tests.hpp"
#include "model/node_id.hpp"

namespace testskew::investigation {
namespace {

/// How often one test failed in this way, and how many sessions gave it a result.
struct Count {
    int failed = 0, sessions = 0;
    bool both_ways() const { return failed > 0 && failed < sessions; }
};

/// The counts of one test on each side: in whole sessions, and in sessions without the passing tests.
struct Seen {
    std::map<SideName, Count> whole, alone;
    bool flaky() const {
        const auto mixed = [](const auto& counts) {
            return std::any_of(counts.begin(), counts.end(), [](const auto& one) { return one.second.both_ways(); });
        };
        return mixed(whole) || mixed(alone);
    }
    /// True if, on some side, the test failed alone and not in whole sessions, or the other way round.
    bool differs_alone() const {
        return std::any_of(whole.begin(), whole.end(), [&](const auto& one) {
            const auto other = alone.find(one.first);
            return one.second.sessions > 0 && other != alone.end() && other->second.sessions > 0 &&
                   (one.second.failed > 0) != (other->second.failed > 0);
        });
    }
};

class Repetitions {
public:
    Repetitions(runner::SessionRunner& runner, const sides::SidePair& sides, Repeated which, Base& base)
        : runner_(runner), sides_(sides), base_(base) {
        for (auto& cluster : base.comparison.clusters)
            if (is_repeated(cluster, which)) chosen_.push_back(cluster);
    }

    void run() {
        if (chosen_.empty()) return;
        std::vector<std::string> ids;
        for (const auto& cluster : chosen_)
            for (const auto& test : cluster.tests) ids.push_back(test.id);
        tests_ = capped(ids, "failing tests, to be run again,", base_);
        look(base_.bad, SideName::bad, &Seen::whole);
        look(base_.good, SideName::good, &Seen::whole);
        for (int i = 0; i < extra_looks; ++i) run_pair(true);
        const auto differs = [](const auto& one) { return one.second.differs_alone(); };
        const auto claimed = [&](const auto& one) { return differs(one) && !one.second.flaky(); };
        if (std::any_of(seen_.begin(), seen_.end(), differs)) run_pair(false);
        // A test that fails in a quarter of its sessions comes this far in 6 % of the runs in which it failed on the
        // good side at first.
        if (std::any_of(seen_.begin(), seen_.end(), claimed)) run_pair(false);
        settle();
    }

private:
    static bool is_repeated(const Cluster& cluster, Repeated which) {
        const bool attributed = cluster.kind == ClusterKind::regression;
        // A test that ends a session or takes all of its time would only do the same again.
        const bool of_session = std::any_of(cluster.tests.begin(), cluster.tests.end(), [](const ClusterTest& test) {
            return test.id.empty() || test.id == whole_session_id || test.bad == Outcome::crashed ||
                   test.good == Outcome::crashed || test.bad == Outcome::timed_out || test.good == Outcome::timed_out;
        });
        return !of_session && (which == Repeated::all || !attributed) && cluster.kind != ClusterKind::one_sided;
    }

    /// Runs one more session of each side, side by side.
    void run_pair(bool alone) {
        auto specs =
            alone ? alone_on_both(runner_, sides_, base_, tests_, Phase::repeat) : whole_on_both(sides_, Phase::repeat);
        for (auto& spec : specs)
            spec.reason =
                alone ? "the failing tests again" : "everything again, as failing tests did other than before";
        const auto outcomes = runner_.run(specs, runner_.options().jobs);
        for (size_t i = 0; i < outcomes.size(); ++i) {
            base_.sessions.push_back(outcomes[i].summary);
            if (outcomes[i].usable()) look(*outcomes[i].recording, specs[i].from, alone ? &Seen::alone : &Seen::whole);
        }
    }

    /// Adds the results of a session to the counts.
    void look(const Recording& recording, SideName side, std::map<SideName, Count> Seen::* where) {
        const compare::RecordingIndex index(recording);
        for (const auto& cluster : chosen_)
            for (const auto& test : cluster.tests) {
                const CellResult result = compare::classify(cluster, test.id, index);
                if (result == CellResult::nothing) continue;
                Count& count = (seen_[test.id].*where)[side];
                ++count.sessions;
                count.failed += result != CellResult::passes;
            }
    }

    /// Gives the clusters their counts, and moves their flaky tests into clusters of their own.
    void settle() {
        std::vector<Cluster> result;
        int next = 0;
        for (const auto& cluster : base_.comparison.clusters) next = std::max(next, cluster.id);
        for (auto& cluster : base_.comparison.clusters) {
            const bool repeated =
                std::any_of(chosen_.begin(), chosen_.end(), [&](const Cluster& one) { return one.id == cluster.id; });
            if (!repeated) {
                result.push_back(std::move(cluster));
                continue;
            }
            Cluster flaky = cluster;
            flaky.kind = ClusterKind::flaky;
            std::erase_if(flaky.tests, [&](const ClusterTest& test) { return !seen_[test.id].flaky(); });
            std::erase_if(cluster.tests, [&](const ClusterTest& test) { return seen_[test.id].flaky(); });
            if (!flaky.tests.empty() && !cluster.tests.empty()) flaky.id = ++next;
            for (Cluster* one : {&cluster, &flaky}) {
                if (one->tests.empty()) continue;
                one->repetition = counts_of(seen_[one->tests.front().id]);
                result.push_back(std::move(*one));
            }
        }
        base_.comparison.clusters = std::move(result);
    }

    /// The counts of a test that represents its cluster. Sessions without the other tests do not count if the test does
    /// something else in them.
    static Repetition counts_of(Seen& seen) {
        Repetition result;
        result.differs_alone = !seen.flaky() && seen.differs_alone();
        const auto add = [&](std::map<SideName, Count>& counts) {
            result.failed_bad += counts[SideName::bad].failed;
            result.sessions_bad += counts[SideName::bad].sessions;
            result.failed_good += counts[SideName::good].failed;
            result.sessions_good += counts[SideName::good].sessions;
        };
        add(seen.whole);
        if (result.differs_alone) return result;
        add(seen.alone);
        result.alone_bad = seen.alone[SideName::bad].sessions;
        result.alone_good = seen.alone[SideName::good].sessions;
        result.failed_alone = seen.alone[SideName::bad].failed + seen.alone[SideName::good].failed;
        return result;
    }

    runner::SessionRunner& runner_;
    const sides::SidePair& sides_;
    Base& base_;
    std::vector<Cluster> chosen_;
    std::vector<std::string> tests_;  ///< the tests of the chosen clusters that are run again
    std::map<std::string, Seen> seen_;
};

}  // namespace

void keep_repetitions(const Comparison& earlier, Comparison& comparison) {
    const auto like = [&](const Cluster& known) {
        return std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                            [&](const Cluster& one) { return one.fingerprint.digest == known.fingerprint.digest; });
    };
    for (const Cluster& known : earlier.clusters)
        if (const auto same = like(known); known.rate && same != comparison.clusters.end()) same->rate = known.rate;
    for (const Cluster& known : earlier.clusters) {
        if (!known.repetition.done() || known.kind == ClusterKind::regression) continue;
        const auto same = like(known);
        if (same == comparison.clusters.end()) continue;
        Cluster repeated = *same;
        repeated.id = known.id;
        repeated.kind = known.kind;
        repeated.tests = known.tests;
        repeated.repetition = known.repetition;
        repeated.rate = known.rate;
        if (same->repetition.done())
            comparison.clusters.push_back(std::move(repeated));  // the other part of a cluster that was divided
        else
            *same = std::move(repeated);
    }
}

void repeat_failures(runner::SessionRunner& runner, const sides::SidePair& sides, Repeated which, Base& base) {
    Repetitions(runner, sides, which, base).run();
}

}  // namespace testskew::investigation
