#include "verify/sessions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_set>

#include "compare/classify.hpp"
#include "model/node_id.hpp"
#include "model/outcomes.hpp"
#include "sides/collected.hpp"
#include "sides/selection.hpp"
#include "util/error.hpp"

namespace testskew::verify {
namespace {

constexpr std::size_t most_named = 1000;  // the most ids on one command line

/// A cluster that stands for the failure of one side: of tests that fail on both in different ways, the good side's.
Cluster on_side(const Cluster& cluster, const Checked& side) {
    Cluster result;
    result.fingerprint = cluster.fingerprint;
    const bool good = !side.further && side.from == SideName::good;
    if (good && !cluster.good_digest.empty()) result.fingerprint.digest = cluster.good_digest;
    return result;
}

/// pytest refused the command line, because a test that is named is not there any more.
bool refused(const Recording& recording) { return recording.tests.empty() && !recording.usage_error.empty(); }

bool has_run(const TestRecord* test) { return test && test->outcome != Outcome::not_run; }

}  // namespace

std::vector<std::string> ids_of(const Problem& problem) {
    std::vector<std::string> ids;
    std::unordered_set<std::string> seen;
    for (const Cluster* cluster : problem.clusters)
        for (const ClusterTest& test : cluster->tests)
            if (!test.id.empty() && test.id != whole_session_id && test.id != whole_collection_id &&
                seen.insert(test.id).second)
                ids.push_back(test.id);
    return ids;
}

bool runs_alone(const Problem& problem) { return !problem.needs_others && !ids_of(problem).empty(); }

std::string error_of(const Recording& recording, const std::string& id) {
    const compare::SideView side(recording, nullptr);
    auto view = side.view(id, true);
    // Of a module that is collected now, it is one of its tests that fails.
    if (const TestRecord* test = view.failure ? nullptr : first_failing(id, recording))
        view = side.view(test->id, true);
    if (!view.failure) return {};
    const Failure& failure = view.failure->failure;
    const std::string line = failure.message.substr(0, failure.message.find('\n'));
    return failure.type + (line.empty() ? "" : ": " + line);
}

void Sessions::plan(std::size_t side, Kind kind, const std::vector<std::string>& ids, const std::string& reason) {
    const Checked& checked = question_.sides[side];
    const bool then = kind == &Seen::then_alone || kind == &Seen::then_whole;
    if (then && !checked.then) return;
    Planned planned{side, kind, {}, !ids.empty()};
    planned.spec.side = then ? *checked.then : checked.now;
    planned.spec.phase = ids.empty() ? Phase::base : Phase::repeat;
    planned.spec.from = checked.from;
    planned.spec.reason = reason;
    if (!ids.empty()) {
        std::vector<std::string> some = ids;
        if (some.size() > most_named) some.resize(most_named);
        planned.spec.side.selection = sides::isolated_selection(
            planned.spec.side.selection, some, sides::collected(*question_.collected, runner_.files().folder()));
    }
    planned_.push_back(std::move(planned));
}

void Sessions::run() {
    if (planned_.empty()) return;
    std::vector<runner::SessionSpec> specs;
    for (const Planned& one : planned_) specs.push_back(one.spec);
    auto outcomes = runner_.run(specs, runner_.options().jobs);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Planned& one = planned_[i];
        const bool usable = outcomes[i].usable();
        if (!usable && one.kind == &Seen::whole)
            throw Error(fmt::format("{}: the session {}", one.spec.side.name, outcomes[i].fault),
                        ExitCode::environment);
        if (!usable || (one.named && refused(*outcomes[i].recording))) continue;
        (seen_[one.side].*one.kind).push_back(std::make_unique<Recording>(std::move(*outcomes[i].recording)));
    }
    planned_.clear();
}

Sightings Sessions::sightings(std::size_t side, const Problem& problem, const std::vector<Kind>& kinds) const {
    Sightings result;
    for (const Kind kind : kinds)
        for (const auto& recording : seen_[side].*kind) {
            const bool alone = kind == &Seen::alone || kind == &Seen::then_alone;
            const compare::RecordingIndex index(*recording);
            for (const Cluster* cluster : problem.clusters) {
                const Cluster failure = on_side(*cluster, question_.sides[side]);
                for (const ClusterTest& test : cluster->tests) {
                    const Sighting seen = sighting(failure, test.id, index);
                    // A session of some tests says nothing of those that it was not asked for.
                    if (alone && (seen == Sighting::absent || seen == Sighting::nothing)) continue;
                    result[test.id].push_back(seen);
                }
            }
        }
    return result;
}

std::vector<Sighting> Sessions::results(std::size_t side, const std::string& id, const std::vector<Kind>& kinds) const {
    std::vector<Sighting> result;
    const bool ran = has_run(compare::RecordingIndex(whole(side)).test(id));
    for (const Kind kind : kinds)
        for (const auto& recording : seen_[side].*kind) {
            const compare::RecordingIndex index(*recording);
            const auto view = compare::SideView(*recording, nullptr).view(id, false);
            // That its module cannot be collected is not the failure of a test that runs and fails otherwise.
            if (ran && !has_run(index.test(id))) continue;
            if (view.state == compare::TestView::State::failing) result.push_back(Sighting::fails);
            if (view.state == compare::TestView::State::passing) result.push_back(Sighting::passes);
        }
    return result;
}

}  // namespace testskew::verify
