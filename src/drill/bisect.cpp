#include "drill/bisect.hpp"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <set>

#include "attribute/first_bad.hpp"

namespace testskew::drill {
namespace {

constexpr int most_sessions = 60;

/// How a *different* failure counts. If this failure is known to hide others, a different failure means that ours is
/// gone: it counts as passing. Otherwise it counts as failing, because the message often changes in a later release
/// than the one that broke the test.
CellResult told(const DrilledCluster& drilled, CellResult result) {
    if (result != CellResult::other) return result;
    return drilled.finding->layers.empty() ? CellResult::fails : CellResult::passes;
}

/// One bisection: what is known so far, and the sessions that are run to know more.
class Bisection {
public:
    Bisection(Bench& bench, const DrilledCluster& drilled, int count, const Candidates& candidates)
        : bench_(bench), drilled_(drilled), count_(count), candidates_(candidates) {
        // The results of both ends are known from the search and its confirmation.
        for (int twice = 0; twice < 2; ++twice) {
            log_.emplace_back(0, CellResult::passes);
            log_.emplace_back(count - 1, CellResult::fails);
        }
    }

    Boundary run() {
        const int halvings = static_cast<int>(std::ceil(std::log2(std::max(count_ - 1, 1))));
        if (const auto no = bench_.refusal(halvings + 1); no.any()) return without(no);
        while (sessions_ < most_sessions) {
            const auto step = attribute::first_bad(count_, log_);
            if (step.contradicted) return without({ObstacleKind::contradiction});
            if (step.next.empty()) return boundary_of(step);
            if (const auto no = bench_.refusal(static_cast<int>(step.next.size())); no.any()) return without(no);
            try_candidates(step.next);
        }
        return without({ObstacleKind::many_sessions});
    }

private:
    static Boundary without(const Obstacle& why) {
        Boundary boundary;
        boundary.why = why;
        return boundary;
    }

    Boundary boundary_of(const attribute::FirstBad& step) const {
        Boundary boundary;
        boundary.skipped = step.skipped;
        if (!step.skipped.empty()) {
            boundary.why.kind = ObstacleKind::untried;
            boundary.why.count = static_cast<int>(step.skipped.size());
        } else if (!step.confirmed) {
            boundary.why.kind = ObstacleKind::unconfirmed;
        } else {
            boundary.last_good = step.last_good;
            boundary.first_bad = step.first_bad;
            boundary.otherwise = otherwise_.count(step.first_bad) > 0;
            boundary.good_otherwise = otherwise_.count(step.last_good) > 0;
        }
        return boundary;
    }

    /// Runs these candidates side by side and logs their results. A candidate that cannot be had gives no result, and a
    /// session that was run for another cluster of the same problem is not run again.
    void try_candidates(const std::vector<int>& indices) {
        std::vector<runner::SessionSpec> specs;
        std::vector<std::pair<int, Candidate>> run;
        for (const int i : indices) {
            auto made = candidates_(i);
            if (!made) {
                log_.emplace_back(i, CellResult::nothing);
                continue;
            }
            const auto& known = bench_.tried(drilled_, made->name);
            const size_t use = used_[i]++;
            if (use < known.size()) {
                log_result(i, *made, known[use]);
                continue;
            }
            specs.push_back(session_of(*made));
            run.emplace_back(i, std::move(*made));
        }
        if (specs.empty()) return;
        sessions_ += static_cast<int>(specs.size());
        const auto outcomes = bench_.run(std::move(specs));
        for (size_t k = 0; k < outcomes.size(); ++k) {
            log_result(run[k].first, run[k].second, outcomes[k]);
            bench_.tried(drilled_, run[k].second.name).push_back(outcomes[k]);
        }
    }

    runner::SessionSpec session_of(const Candidate& candidate) const {
        runner::SessionSpec spec;
        spec.side = bench_.narrowed(candidate.side, drilled_);
        spec.side.name = fmt::format("{} with {}", bench_.factors().bad.name, candidate.name);
        spec.taken = candidate.taken;
        spec.reason = fmt::format("does {} fail?", candidate.name);
        return spec;
    }

    void log_result(int index, const Candidate& candidate, const runner::SessionOutcome& outcome) {
        CellResult result = Bench::result_of(drilled_, outcome);
        if (outcome.recording && candidate.as_planned && !candidate.as_planned(*outcome.recording))
            result = CellResult::nothing;
        bench_.note_result(drilled_, outcome, result);
        if (result == CellResult::other) otherwise_.insert(index);
        log_.emplace_back(index, told(drilled_, result));
    }

    Bench& bench_;
    const DrilledCluster& drilled_;
    const int count_;
    const Candidates& candidates_;
    std::vector<attribute::EntryResult> log_;
    std::map<int, size_t> used_;  ///< how many sessions of a candidate were asked for
    std::set<int> otherwise_;     ///< candidates that failed in another way
    int sessions_ = 0;
};

}  // namespace

Boundary bisect(Bench& bench, const DrilledCluster& drilled, int count, const Candidates& candidates) {
    return Bisection(bench, drilled, count, candidates).run();
}

}  // namespace testskew::drill
