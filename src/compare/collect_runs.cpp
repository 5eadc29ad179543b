#include "compare/collect_runs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "compare/classify.hpp"
#include "compare/leg_facts.hpp"
#include "compare/session_failures.hpp"
#include "compare/test_failures.hpp"
#include "model/lookup.hpp"
#include "model/node_id.hpp"
#include "util/recording_name.hpp"

namespace testskew::compare {
namespace {

/// The counts of a session, with the tests that are only named.
OutcomeCounts counts(const RecordingOutline& outline) {
    OutcomeCounts result = counts_of(outline.rest, CountedAs::pytest);
    if (outline.passed.empty()) return result;
    const int passed = static_cast<int>(outline.passed.size());
    const auto known =
        std::find_if(result.begin(), result.end(), [](const auto& one) { return one.first == Outcome::passed; });
    if (known != result.end()) {
        known->second += passed;
        return result;
    }
    const bool failed_first = !result.empty() && result.front().first == Outcome::failed;
    result.insert(result.begin() + (failed_first ? 1 : 0), {Outcome::passed, passed});
    return result;
}

}  // namespace

void RunCollector::set(MatrixRun& run, std::size_t test, RunOutcome outcome) {
    if (run.outcomes.size() <= test) run.outcomes.resize(std::max(test + 1, tests_.size()), RunOutcome::absent);
    run.outcomes[test] = outcome;
}

RunCollector::Prepared RunCollector::prepared(const RecordingOutline& outline) {
    Prepared result{leg_facts(outline.rest), counts(outline), {}};
    for (const TestRecord& test : outline.rest.tests)
        result.failed.push_back(is_failure(test.outcome) ? first_failure(test, false) : std::nullopt);
    return result;
}

void RunCollector::add_tests(const RecordingOutline& outline, const Prepared& before, MatrixRun& run) {
    for (std::size_t i = 0; i < outline.rest.tests.size(); ++i) {
        const TestRecord& test = outline.rest.tests[i];
        const std::size_t number = tests_.at(test.id);
        const auto& failed = before.failed[i];
        if (!failed) {
            set(run, number, has_passed(test.outcome) ? RunOutcome::passed : RunOutcome::nothing);
            continue;
        }
        set(run, number, RunOutcome::failed);
        const std::size_t failure = digests_.at(failed->fingerprint.digest);
        if (failure == input_.failures.size()) {
            auto shown = first_failure(test, true);
            input_.failures.push_back({std::move(shown->fingerprint), std::move(shown->failure)});
        }
        run.failed_tests.push_back({static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(failure)});
    }
}

void RunCollector::add_failed_nodes(const RecordingOutline& outline, MatrixRun& run) {
    const auto add = [&](const std::string& node, const Identified& one) {
        const std::size_t failure = digests_.at(one.fingerprint.digest);
        if (failure == input_.failures.size()) input_.failures.push_back({one.fingerprint, one.failure});
        run.failed_nodes.push_back({static_cast<std::uint32_t>(nodes_.at(node)), static_cast<std::uint32_t>(failure)});
    };
    for (const CollectRecord& record : outline.rest.collection)
        if (record.outcome == CollectOutcome::failed) add(record.id, failure(record));
    if (!outline.passed.empty()) return;
    if (const auto whole = session_failure(outline.rest)) add(whole_session_id, *whole);
}

MatrixRun RunCollector::run(const RecordingOutline& outline, const Prepared& before) {
    MatrixRun result;
    result.outcomes.reserve(tests_.size());
    for (const std::string& id : outline.passed) set(result, tests_.at(id), RunOutcome::passed);
    for (const std::string& id : outline.rest.deselected) set(result, tests_.at(id), RunOutcome::nothing);
    add_tests(outline, before, result);
    add_failed_nodes(outline, result);
    for (const std::string& module : outline.rest.modules)
        result.modules.push_back(static_cast<std::uint32_t>(nodes_.at(module)));
    std::sort(result.modules.begin(), result.modules.end());
    std::sort(result.failed_tests.begin(), result.failed_tests.end());
    std::sort(result.failed_nodes.begin(), result.failed_nodes.end());
    return result;
}

void RunCollector::add(std::size_t turn, const RunSource& source, const std::vector<RecordingOutline>& sessions) {
    // What needs no table is made before this one's turn comes.
    std::vector<Prepared> before;
    for (const RecordingOutline& one : sessions) before.push_back(prepared(one));
    std::unique_lock lock(mutex_);
    next_.wait(lock, [&] { return turn_ == turn; });
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        const Recording& recording = sessions[i].rest;
        MatrixRun one = run(sessions[i], before[i]);
        one.session = source.session ? source.session : static_cast<int>(i) + 1;
        const bool named = source.session > 0 || sessions.size() > 1;
        one.name = named ? name_of_session(source.name, one.session) : source.name;
        one.file = named ? name_of_session(source.file, one.session) : source.file;
        one.started = recording.started;
        one.commit = commit_of(recording);
        one.machine = recording.machine;
        one.environ_key = fact_of(recording, "environ.key");
        if (!recording.started.empty())
            one.identity = fmt::format(
                "{}\n{}", identity_of(recording, recording.tests.size() + sessions[i].passed.size()), one.session);
        one.facts = std::move(before[i].facts);
        one.packages_told = !recording.distributions.empty();
        one.counts = std::move(before[i].counts);
        input_.runs.push_back(std::move(one));
    }
    ++turn_;
    next_.notify_all();
}

MatrixInput RunCollector::take() {
    for (std::size_t i = 0; i < tests_.size(); ++i) input_.tests.emplace_back(tests_[i]);
    for (std::size_t i = 0; i < nodes_.size(); ++i) input_.nodes.emplace_back(nodes_[i]);
    return std::move(input_);
}

}  // namespace testskew::compare
