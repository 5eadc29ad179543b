#include "investigation/base.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "compare/compare.hpp"
#include "compare/no_result.hpp"
#include "investigation/failing_tests.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/workspaces.hpp"

namespace testskew::investigation {
namespace {

/// The recording of a session without which the run cannot go on. Throws Error if there is none.
Recording required(runner::SessionOutcome& outcome, const sides::Side& side) {
    if (!outcome.usable())
        throw Error(fmt::format("{}: the session {}", side.name, outcome.fault), ExitCode::environment);
    Recording recording = std::move(*outcome.recording);
    // What is installed is known even if the session died before it could say so.
    if (recording.distributions.empty())
        for (const auto& [name, package] : side.resolution.packages) recording.distributions[name] = package.version;
    return recording;
}

/// Runs on each side the failing ids that this side did not collect. pytest itself finds out which of them the side
/// has.
void run_uncollected(runner::SessionRunner& runner, const sides::SidePair& sides, const compare::Uncollected& ids,
                     Base& base) {
    std::vector<runner::SessionSpec> specs;
    const auto ask = [&](const sides::Side& side, const std::vector<std::string>& tests, const Recording& recording,
                         const Recording& other, SideName which) {
        if (tests.empty()) return false;
        runner::SessionSpec spec = whole_session(side, which, Phase::one_sided);
        const sides::Collected where =
            sides::collected(recording.facts.count("rootdir") ? recording : other, runner.files().folder());
        const auto some = capped(tests, fmt::format("tests that {} had not collected", side.name), base);
        spec.side.selection = sides::isolated_selection(side.selection, some, where);
        spec.reason = fmt::format("{} not collected by {} and failing on the other side",
                                  count_of(static_cast<long>(tests.size()), "test"), side.name);
        specs.push_back(std::move(spec));
        return true;
    };
    const bool on_bad = ask(sides.bad, ids.on_bad, base.bad, base.good, SideName::bad);
    ask(sides.good, ids.on_good, base.good, base.bad, SideName::good);
    if (specs.empty()) return;
    auto outcomes = runner.run(specs, runner.options().jobs);
    for (size_t i = 0; i < outcomes.size(); ++i) {
        base.sessions.push_back(outcomes[i].summary);
        if (!outcomes[i].fault.empty()) {
            base.notes.push_back(fmt::format("what {} had not collected could not be run there: it {}",
                                             specs[i].side.name, outcomes[i].fault));
            continue;
        }
        (i == 0 && on_bad ? base.extra_bad : base.extra_good) = std::move(outcomes[i].recording);
    }
}

/// Runs the failing tests once more with a client that raises, and adds what it shows to the clusters.
void run_raised(runner::SessionRunner& runner, const sides::SidePair& sides, Base& base) {
    std::vector<std::string> all;
    for (const auto& cluster : base.comparison.clusters)
        for (const auto& test : cluster.tests) all.push_back(test.id);
    if (all.empty()) return;
    const auto ids = capped(all, "failing tests, for the sessions with a client that raises,", base);
    auto specs = alone_on_both(runner, sides, base, ids, Phase::raise);
    for (auto& spec : specs) {
        spec.server_exceptions = ServerExceptions::raise;
        spec.reason = "the failing tests with a test client that raises";
    }
    auto outcomes = runner.run(specs, runner.options().jobs);
    for (auto& outcome : outcomes) base.sessions.push_back(outcome.summary);
    if (!outcomes[0].recording || !outcomes[1].recording) return;
    const Comparison raised = compare::compare(*outcomes[0].recording, *outcomes[1].recording);
    for (auto& cluster : base.comparison.clusters) {
        const auto same = std::find_if(raised.clusters.begin(), raised.clusters.end(), [&](const Cluster& other) {
            return std::any_of(other.tests.begin(), other.tests.end(),
                               [&](const ClusterTest& test) { return test.id == cluster.tests.front().id; });
        });
        if (same != raised.clusters.end()) cluster.raised = same->error;
    }
}

/// Runs both sides, each once, into `base`.
void run_pair(runner::SessionRunner& runner, const sides::SidePair& sides, Base& base) {
    auto outcomes = runner.run(
        {whole_session(sides.bad, SideName::bad, Phase::base), whole_session(sides.good, SideName::good, Phase::base)},
        runner.options().jobs);
    for (const auto& outcome : outcomes) base.sessions.push_back(outcome.summary);
    base.bad = required(outcomes[0], sides.bad);
    base.good = required(outcomes[1], sides.good);
}

/// True if the side has collected tests, and ran none of them because of what it could not collect.
bool ran_nothing(const Recording& recording) {
    return compare::stopped_at_collection(recording) && !recording.selected.empty() &&
           std::all_of(recording.tests.begin(), recording.tests.end(),
                       [](const TestRecord& test) { return test.outcome == Outcome::not_run; });
}

/// Runs the sides again if one of them ran nothing, so that what it has collected is run. If nothing runs then either
/// (its own options end it at the first error), the first pair is what counts.
void go_on(runner::SessionRunner& runner, sides::SidePair& sides, Base& base) {
    const bool bad = ran_nothing(base.bad);
    if (!bad && !ran_nothing(base.good)) return;
    sides::SidePair going_on = sides;
    for (sides::Side* side : {&going_on.bad, &going_on.good}) sides::go_on_after_collection_errors(side->selection);
    Base again;
    run_pair(runner, going_on, again);
    if (ran_nothing(again.bad) || ran_nothing(again.good)) {
        base.sessions.insert(base.sessions.begin(), again.sessions.begin(), again.sessions.end());
        return;
    }
    again.sessions.insert(again.sessions.begin(), base.sessions.begin(), base.sessions.end());
    again.went_on = true;
    again.notes.push_back(
        fmt::format("{} cannot collect everything, and pytest runs nothing then: both sides were run with {}, so that "
                    "the other tests are compared, too",
                    bad ? sides.bad.name : sides.good.name, sides::go_on_collecting));
    base = std::move(again);
    sides = std::move(going_on);
}

}  // namespace

Base run_base(runner::SessionRunner& runner, sides::SidePair& sides) {
    Base base;
    run_pair(runner, sides, base);
    go_on(runner, sides, base);
    run_uncollected(runner, sides, compare::uncollected(base.bad, base.good), base);
    base.comparison = compare::compare(base.bad, base.good, base.extra_bad ? &*base.extra_bad : nullptr,
                                       base.extra_good ? &*base.extra_good : nullptr);
    if (runner.options().server_exceptions == ServerExceptions::raise) run_raised(runner, sides, base);
    if (const auto note = runner.files().edited(); !note.empty()) base.notes.push_back(note);
    return base;
}

bool met_overlay_limit(runner::SessionRunner& runner, const Base& base) {
    if (runner.files().renames_folders() && runner.files().renames_into_temporary()) return false;
    for (const Recording* recording : {&base.bad, &base.good})
        for (const auto& test : recording->tests)
            for (const auto& phase : test.phases)
                for (const auto& exception : phase.chain)
                    if (workspace::met_overlay_limit(exception.type + ": " + exception.message)) return true;
    return false;
}

}  // namespace testskew::investigation
