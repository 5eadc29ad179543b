#include "investigation/rate_pairs.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "attribute/random.hpp"
#include "attribute/rate.hpp"
#include "compare/classify.hpp"
#include "compare/index.hpp"
#include "investigation/failing_tests.hpp"
#include "investigation/study.hpp"
#include "investigation/waited_for.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::investigation {
namespace {

constexpr int most_lost = 3;  ///< pairs without any result before, after which none is expected

/// Whether the failure came in a session. Another failure of its tests hides whether it would have come.
CellResult result_of(const std::vector<Cluster>& clusters, const runner::SessionOutcome& outcome) {
    if (!outcome.usable()) return CellResult::nothing;
    const compare::RecordingIndex index(*outcome.recording);
    CellResult result = CellResult::nothing;
    for (const Cluster& cluster : clusters)
        for (const ClusterTest& test : cluster.tests) {
            const CellResult seen = compare::classify(cluster, test.id, index);
            if (seen == CellResult::fails) return seen;
            if (seen == CellResult::other || result == CellResult::nothing) result = seen;
        }
    return result;
}

class RatePairs {
public:
    RatePairs(runner::SessionRunner& runner, const sides::SidePair& sides, const std::vector<Cluster>& clusters,
              Base& base, RateComparison& rates)
        : runner_(runner), sides_(sides), clusters_(clusters), base_(base), rates_(rates) {
        const bool alone = std::all_of(clusters.begin(), clusters.end(),
                                       [](const Cluster& cluster) { return cluster.repetition.failed_alone > 0; });
        std::vector<std::string> ids;
        std::string compared = Study(runner, sides, base).digest() + (alone ? " alone" : "");
        for (const Cluster& cluster : clusters) {
            compared += " " + cluster.fingerprint.digest;
            for (const ClusterTest& test : cluster.tests) ids.push_back(test.id), compared += " " + test.id;
        }
        if (const std::string digest = short_hash(compared); rates.digest != digest) {
            rates = {};
            rates.digest = digest;
            rates.alone = alone;
        }
        if (alone)
            pair_ = alone_on_both(runner, sides, base, capped(ids, "failing tests", base), Phase::repeat);
        else
            pair_ = whole_on_both(sides, Phase::repeat);
        for (auto& spec : pair_) {
            spec.reason = "how often the failure comes: both sides again, in a pair";
            if (!alone) spec.until = waited_for(base);
        }
    }

    void run(std::chrono::duration<double> budget) {
        const auto deadline = runner_.now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(budget);
        rates_.stopped = ObstacleKind::none;
        runner_.status().begin(key, "rate", "both sides in pairs of sessions");
        while (!rates_.shown && rates_.stopped == ObstacleKind::none) {
            if (rates_.pairs() >= most_rate_pairs)
                rates_.stopped = ObstacleKind::many_sessions;
            else if (rates_.pairs() == 0 && rates_.lost >= most_lost)
                rates_.stopped = ObstacleKind::failed;
            else if (runner_.now() > deadline)
                rates_.stopped = ObstacleKind::budget_spent;
            else
                run_some();
        }
        runner_.status().end(key, counted());
    }

private:
    static constexpr const char* key = "rate";

    /// Runs as many pairs as can run side by side, at least one, and counts them.
    void run_some() {
        const int jobs = runner_.options().jobs, pairs = std::max(1, jobs / 2);
        std::vector<runner::SessionSpec> specs;
        for (int i = 0; i < pairs; ++i) {
            const int number = rates_.pairs() + rates_.lost + i;
            // Where the first of two has an advantage, it is not always the same side that has it.
            attribute::Random random(std::stoull(short_hash(fmt::format("{} {}", rates_.digest, number)), nullptr, 16));
            const bool good_first = random.below(2) == 1;
            for (const bool second : {false, true}) {
                specs.push_back(pair_[good_first != second ? 1 : 0]);
                specs.back().side.copy = number;
            }
        }
        const auto outcomes = runner_.run(specs, jobs);
        for (const auto& outcome : outcomes) base_.sessions.push_back(outcome.summary);
        if (!runner_.files().edited().empty()) {
            rates_.stopped = ObstacleKind::files_changed;
            return;
        }
        for (size_t i = 0; i < specs.size(); i += 2) {
            const bool good_first = specs[i].from == SideName::good;
            const CellResult first = result_of(clusters_, outcomes[i]), second = result_of(clusters_, outcomes[i + 1]);
            attribute::add_pair(rates_, good_first ? second : first, good_first ? first : second);
        }
        attribute::set_bounds(rates_);  // here too, as the user may interrupt what comes next
        if (std::any_of(outcomes.begin(), outcomes.end(), [](const runner::SessionOutcome& outcome) {
                return outcome.failure && outcome.failure->network;
            }))
            rates_.stopped = ObstacleKind::no_index;
        runner_.status().update(key, counted());
    }

    std::string counted() const {
        return fmt::format("{}: {} in {}, {} in {}", count_of(rates_.pairs(), "pair"),
                           count_of(rates_.bad.failed, "failure"), sides_.bad.name, rates_.good.failed,
                           sides_.good.name);
    }

    runner::SessionRunner& runner_;
    const sides::SidePair& sides_;
    const std::vector<Cluster>& clusters_;
    Base& base_;
    RateComparison& rates_;
    std::vector<runner::SessionSpec> pair_;  ///< the bad side's session and the good side's
};

}  // namespace

void run_rate_pairs(runner::SessionRunner& runner, const sides::SidePair& sides, const std::vector<Cluster>& clusters,
                    std::chrono::duration<double> budget, Base& base, RateComparison& rates) {
    RatePairs(runner, sides, clusters, base, rates).run(budget);
}

}  // namespace testskew::investigation
