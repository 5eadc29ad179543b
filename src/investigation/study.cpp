#include "investigation/study.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "compare/classify.hpp"
#include "investigation/delta_seconds.hpp"
#include "investigation/observed.hpp"
#include "investigation/waited_for.hpp"
#include "sides/extension_modules.hpp"
#include "sides/selection.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::investigation {
namespace {

using attribute::Experiment;
using attribute::Observation;
using Kind = sides::SwapDelta::Kind;

constexpr size_t most_tests_alone = 400;  // the most ids on one command line

/// How likely a factor is the cause, against the others. The order is that of how often each was the cause in 29 public
/// threads that say "fails in CI, passes locally". It decides what the search looks at first, and nothing else.
double prior_of(const sides::SwapDelta& delta) {
    switch (delta.factor) {
        case Factor::selection: return 7;
        case Factor::environ: return 6;
        case Factor::packages: return 5;
        case Factor::files: return 4;
        case Factor::host: return 2;
        case Factor::interpreter: return 1;
    }
    return 1;
}

/// True if the delta says which other tests run. It means nothing if the failing tests run alone.
bool is_context(const sides::SwapDelta& delta) {
    return delta.kind == Kind::module || delta.kind == Kind::test || delta.kind == Kind::targets ||
           sides::selects_tests(delta);
}

/// Says for each delta whether the experiment takes it from the good side.
std::vector<bool> taken_from_good(const Experiment& experiment) {
    std::vector<bool> take_good(experiment.bad.size());
    for (size_t i = 0; i < take_good.size(); ++i) take_good[i] = !experiment.bad.test(i);
    return take_good;
}

/// What a session is called while it runs: "ci, but httpx as in local", or "ci with 5 differences of local". It is
/// named after the side from which most of it comes.
std::string name_of(const Experiment& experiment, const sides::Factors& factors) {
    constexpr size_t most_named = 2;
    const bool from_bad = 2 * experiment.bad.count() >= static_cast<int>(experiment.bad.size());
    const std::string &own = from_bad ? factors.bad.name : factors.good.name,
                      &other = from_bad ? factors.good.name : factors.bad.name;
    std::vector<std::string> taken;
    for (size_t i = 0; i < factors.deltas.size(); ++i)
        if (experiment.bad.test(i) != from_bad)
            taken.push_back(factors.deltas[i].kind == Kind::interpreter ? "Python" : factors.deltas[i].name);
    if (taken.empty()) return own;
    if (taken.size() <= most_named) return fmt::format("{}, but {} as in {}", own, enumerated(taken), other);
    return fmt::format("{} with {} of {}", own, count_of(static_cast<long>(taken.size()), "difference"), other);
}

/// True if the good side's own session ran none of these tests (they passed only when we asked for them by id). The
/// engine must then first ask whether they pass there under the bad side's selection.
bool never_run(const Cluster& cluster, const compare::RecordingIndex& good) {
    return std::all_of(cluster.tests.begin(), cluster.tests.end(), [&](const ClusterTest& test) {
        return compare::classify(cluster, test.id, good) == CellResult::nothing;
    });
}

bool any_fails(const Cluster& cluster, const std::optional<Recording>& recording) {
    if (!recording) return false;
    const compare::RecordingIndex index(*recording);
    return std::any_of(cluster.tests.begin(), cluster.tests.end(), [&](const ClusterTest& test) {
        return compare::classify(cluster, test.id, index) == CellResult::fails;
    });
}

/// The kind of question that a cluster is for the engine, which assumes that the bad side is the one that fails.
ClusterKind question_kind(const Cluster& cluster, const Base& base) {
    if (cluster.kind == ClusterKind::regression)
        return never_run(cluster, compare::RecordingIndex(base.good)) ? ClusterKind::one_sided
                                                                      : ClusterKind::regression;
    if (cluster.kind != ClusterKind::one_sided) return cluster.kind;
    if (any_fails(cluster, base.extra_bad) || any_fails(cluster, base.extra_good))
        return ClusterKind::common;  // it fails on every side that runs it
    return any_fails(cluster, base.bad) ? ClusterKind::one_sided : ClusterKind::reverse;
}

/// Every path in which the two sides differ.
std::vector<workspace::FileDelta> paths_of(runner::SessionRunner& runner, const sides::SidePair& sides) {
    if (sides.bad.files.base == sides.good.files.base) return sides::left_over(sides.bad, sides.good);
    return runner.files().differences(sides.bad.files.base, sides.good.files.base, "");
}

bool git_differs(runner::SessionRunner& runner, const sides::SidePair& sides) {
    if (sides.bad.files.base == sides.good.files.base || !runner.files().in_git()) return false;
    auto bad = runner.files().facts({sides.bad.files.base, {}, {}, {}}),
         good = runner.files().facts({sides.good.files.base, {}, {}, {}});
    bad.erase("git.dirty");  // the files decide it
    good.erase("git.dirty");
    return bad != good;
}

std::string digest_of(runner::SessionRunner& runner, const sides::Factors& factors,
                      const std::vector<Cluster>& clusters, const std::vector<attribute::Requirement>& known) {
    // Values may be secrets, and the key keeps anybody from guessing them from the digest.
    std::string text = runner.options().key;
    for (const auto& delta : factors.deltas)
        text += fmt::format("\n{}\t{}\t{}\t{}", to_string(delta.factor), delta.name, delta.bad.value_or("(none)"),
                            delta.good.value_or("(none)"));
    for (const auto& cluster : clusters) text += fmt::format("\n{} {}", cluster.id, cluster.fingerprint.digest);
    for (const auto& requirement : known)
        text += fmt::format("\n{} {} {}", requirement.delta, static_cast<int>(requirement.side), requirement.needs);
    text += "\n" + runner.files().stamp(factors.bad.files) + " " + runner.files().stamp(factors.good.files);
    return short_hash(text);
}

/// What a session is predicted to come to for all clusters alike: "F" or "P"; "" if that is not so. A side itself is
/// predicted to do what it did.
std::string predicted_of(const Experiment& experiment) {
    if (!(~experiment.bad).any()) return to_string(CellResult::fails);
    if (!experiment.bad.any()) return to_string(CellResult::passes);
    std::set<CellResult> results;
    for (const auto& [cluster, result] : experiment.predicted) results.insert(result);
    return results.size() == 1 ? to_string(*results.begin()) : "";
}

}  // namespace

Study::Study(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base)
    : base_(base), waited_for_(waited_for(base)), clusters_(base.comparison.clusters) {
    const sides::Collected bad = sides::collected(base.bad, runner.files().folder()),
                           good = sides::collected(base.good, runner.files().folder());
    factors_ = sides::factors(sides.bad, sides.good,
                              sides::selection_differences(sides.bad.selection, bad, sides.good.selection, good),
                              paths_of(runner, sides), git_differs(runner, sides));
    const auto seconds = delta_seconds(base, factors_.deltas, waited_for_);
    least_seconds_ = investigation::least_seconds(base, seconds, waited_for_);
    for (size_t d = 0; d < factors_.deltas.size(); ++d) {
        const auto& delta = factors_.deltas[d];
        question.deltas.push_back({delta.factor, delta.name, prior_of(delta), is_context(delta), seconds[d]});
    }
    for (const auto& cluster : clusters_)
        question.clusters.push_back({cluster.id, static_cast<int>(cluster.tests.size()), question_kind(cluster, base)});
    const auto collected_all = [](const Recording& side) {
        return std::none_of(side.collection.begin(), side.collection.end(),
                            [](const CollectRecord& node) { return node.outcome == CollectOutcome::failed; });
    };
    collects_all_ = collected_all(base.bad) && collected_all(base.good);
    question.options.isolate = true;
    question.options.slots = runner.options().jobs;
    question.options.machines = runner.options().machines;
    question.options.exclusive = sides.bad.exclusive || sides.good.exclusive;
    requirements_ = DeltaRequirements(runner, sides, factors_);
    question.known = requirements_.declared();
    digest_ = digest_of(runner, factors_, clusters_, question.known);
}

std::vector<std::string> Study::tests_of(const Experiment& experiment) const {
    std::vector<std::string> ids;
    for (const auto& cluster : clusters_) {
        if (std::find(experiment.clusters.begin(), experiment.clusters.end(), cluster.id) == experiment.clusters.end())
            continue;
        const size_t count = experiment.all_tests ? most_tests_alone : sides::representatives;
        for (size_t i = 0; i < std::min(cluster.tests.size(), count) && ids.size() < most_tests_alone; ++i)
            ids.push_back(cluster.tests[i].id);
    }
    return ids;
}

std::vector<std::string> Study::notes() const {
    std::vector<std::string> notes;
    for (const auto& cluster : clusters_)
        if (cluster.tests.size() > most_tests_alone)
            notes.push_back(
                fmt::format("of the {} tests that fail as {} does, only the first {} were run without the others",
                            cluster.tests.size(), cluster.tests.front().id, most_tests_alone));
    return notes;
}

std::optional<runner::SessionSpec> Study::session(const Experiment& experiment) const {
    auto side = sides::hybrid(factors_, taken_from_good(experiment));
    if (!side) return std::nullopt;
    side->name = name_of(experiment, factors_);
    // A module that a mixture of the sides cannot import must not keep the others from running.
    if (collects_all_) sides::go_on_after_collection_errors(side->selection);
    if (experiment.alone)
        side->selection =
            sides::isolated_selection(side->selection, tests_of(experiment), factors_.selection.bad_collected);
    runner::SessionSpec spec;
    spec.side = std::move(*side);
    spec.side.copy = experiment.copy;
    spec.phase = experiment.phase;
    spec.reason = experiment.reason;
    spec.predicted = predicted_of(experiment);
    spec.until = waited_for_;
    spec.refuse = [this, experiment](const std::vector<environment::Conflict>& conflicts) {
        return requirements_.violated(experiment, conflicts).has_value();
    };
    return spec;
}

void Study::learn(const Observation& observation) {
    if (observation.violated && !observation.built) requirements_.learn(*observation.violated);
}

std::optional<std::vector<std::string>> Study::ran(const Experiment& experiment) const {
    return experiment.alone ? std::optional(tests_of(experiment)) : std::nullopt;
}

Observation Study::observation_of(const Experiment& experiment, const runner::SessionOutcome& outcome) const {
    Observation observation;
    if (outcome.failure || !outcome.conflicts.empty()) {
        observation.built = false;
        observation.violated = outcome.failure ? requirements_.named_by(experiment, *outcome.failure)
                                               : requirements_.violated(experiment, outcome.conflicts);
        return observation;
    }
    if (!outcome.usable()) {
        observation.as_planned = false;
        return observation;
    }
    if (outcome.recording->usage_error.find("unrecognized arguments") != std::string::npos) {
        observation.built = false;
        observation.violated = requirements_.of_option(experiment, outcome.recording->usage_error);
        return observation;
    }
    observation.as_planned = as_planned(factors_.deltas, experiment, *outcome.recording);
    if (observation.as_planned) observation.results = results(clusters_, ran(experiment), *outcome.recording);
    return observation;
}

std::optional<Observation> Study::known(const Experiment& experiment) const {
    if (experiment.phase != Phase::base || experiment.round != 0 || experiment.alone) return std::nullopt;
    const bool bad = !(~experiment.bad).any();
    if (!bad && experiment.bad.any()) return std::nullopt;
    Observation observation;
    observation.results = results(clusters_, std::nullopt, bad ? base_.bad : base_.good);
    return observation;
}

}  // namespace testskew::investigation
