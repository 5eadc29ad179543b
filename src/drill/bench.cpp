#include "drill/bench.hpp"

#include <algorithm>

#include "compare/classify.hpp"
#include "compare/test_failures.hpp"
#include "drill/drills.hpp"
#include "util/once.hpp"

namespace testskew::drill {

Obstacle obstacle_of(const environment::BuildError& error) {
    return error.failure.network ? Obstacle{ObstacleKind::no_index} : Obstacle{ObstacleKind::failed, error.what()};
}

Obstacle Bench::refusal(int count) const {
    if (stopped_.any()) return stopped_;
    const auto needed = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(count * options_.session_seconds));
    if (runner_.now() + needed > options_.deadline) return {ObstacleKind::budget_small};
    return {};
}

std::chrono::milliseconds Bench::trial_limit() const {
    using std::chrono::milliseconds;
    const auto left = std::chrono::duration_cast<milliseconds>(options_.deadline - runner_.now());
    return std::clamp(left, milliseconds(1000), milliseconds(60'000));
}

std::optional<sides::Side> Bench::failing_side(const DrilledCluster& drilled, const std::vector<int>& set) const {
    const bool from_bad = drilled.finding->sets.size() < 2;
    if (from_bad && drilled.repaired.empty()) return factors_.bad;
    std::vector<bool> take_good(factors_.deltas.size(), !from_bad);
    for (const int delta : from_bad ? drilled.repaired : set) take_good.at(static_cast<size_t>(delta)) = from_bad;
    return sides::hybrid(factors_, take_good);
}

std::optional<sides::Side> Bench::induced_side(const std::vector<int>& set) const {
    std::vector<bool> take_good(factors_.deltas.size(), true);
    for (const int delta : set) take_good.at(static_cast<size_t>(delta)) = false;
    return sides::hybrid(factors_, take_good);
}

std::optional<sides::Side> Bench::passing_side(const DrilledCluster& drilled, const std::vector<int>& set,
                                               int delta) const {
    const bool from_bad = drilled.finding->sets.size() < 2;
    std::vector<bool> take_good(factors_.deltas.size(), !from_bad);
    if (!from_bad)
        for (const int other : set) take_good.at(static_cast<size_t>(other)) = false;
    for (const int other : drilled.repaired) take_good.at(static_cast<size_t>(other)) = true;
    take_good.at(static_cast<size_t>(delta)) = true;
    return sides::hybrid(factors_, take_good);
}

sides::Side Bench::narrowed(sides::Side side, const DrilledCluster& drilled) const {
    if (!drilled.fails_alone) return side;
    std::vector<std::string> ids;
    for (size_t i = 0; i < std::min(sides::representatives, drilled.cluster.tests.size()); ++i)
        ids.push_back(drilled.cluster.tests[i].id);
    for (const auto& id : drilled.beside) append_once(ids, id);
    side.selection = sides::isolated_selection(side.selection, ids, factors_.selection.bad_collected);
    return side;
}

Bench Bench::part(int count) const {
    DrillOptions options = options_;
    options.jobs = std::max(1, options_.jobs / std::max(1, count));
    options.stopped = stopped_;
    Bench part(runner_, factors_, options);
    part.interrupted_ = interrupted_;
    return part;
}

void Bench::join(Bench& part) {
    book_.join(part.book_);
    tried_.merge(part.tried_);
    if (!stopped_.any()) stopped_ = part.stopped_;
    if (part.interrupted_) interrupt();
}

std::vector<runner::SessionOutcome> Bench::run(std::vector<runner::SessionSpec> specs) {
    for (auto& spec : specs) {
        if (spec.phase != Phase::observe) spec.phase = Phase::drill;
        if (!spec.timeout) spec.timeout = options_.timeout;
    }
    auto outcomes = book_.run(specs, options_.jobs);
    const std::string changed = runner_.files().edited();
    for (auto& outcome : outcomes) {
        if (outcome.failure && outcome.failure->network && !stopped_.any()) stopped_ = {ObstacleKind::no_index};
        if (!changed.empty()) outcome.recording.reset(), outcome.fault = changed;
    }
    if (!changed.empty() && !stopped_.any()) stopped_ = {ObstacleKind::files_changed, changed};
    return outcomes;
}

runner::SessionOutcome Bench::run_one(runner::SessionSpec spec) {
    std::vector<runner::SessionSpec> specs;
    specs.push_back(std::move(spec));
    return std::move(run(std::move(specs)).front());
}

CellResult Bench::result_of(const DrilledCluster& drilled, const runner::SessionOutcome& outcome) {
    if (!outcome.usable()) return CellResult::nothing;
    const compare::RecordingIndex index(*outcome.recording);
    bool failed = false, passed = false, otherwise = false;
    for (const auto& test : drilled.cluster.tests) {
        const CellResult result = compare::classify_for_cause(drilled.cluster, test.id, index);
        failed = failed || result == CellResult::fails;
        passed = passed || result == CellResult::passes;
        otherwise = otherwise || result == CellResult::other;
    }
    if (failed) return passed || otherwise ? CellResult::nothing : CellResult::fails;
    return otherwise ? CellResult::other : passed ? CellResult::passes : CellResult::nothing;
}

bool Bench::is_repaired(const DrilledCluster& drilled, const runner::SessionOutcome& outcome) {
    const CellResult result = result_of(drilled, outcome);
    if (result != CellResult::other || !outcome.recording) return result == CellResult::passes;
    const auto& behind = drilled.finding->behind;
    const compare::RecordingIndex index(*outcome.recording);
    if (const auto& session = index.session_failure())
        return std::find(behind.begin(), behind.end(), session->fingerprint.digest) != behind.end();
    return std::all_of(drilled.cluster.tests.begin(), drilled.cluster.tests.end(), [&](const ClusterTest& test) {
        const TestRecord* record = index.test(test.id);
        const auto failure = record ? compare::first_failure(*record, false) : std::nullopt;
        return !failure || std::find(behind.begin(), behind.end(), failure->fingerprint.digest) != behind.end();
    });
}

}  // namespace testskew::drill
