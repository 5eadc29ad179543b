#include "recording/test_table.hpp"

#include <utility>

namespace testskew::recording {
namespace {

constexpr std::size_t most_workers = 255;

PhaseRecord passed_phase(TestPhase name) {
    PhaseRecord phase;
    phase.phase = name;
    phase.outcome = PhaseOutcome::passed;
    return phase;
}

}  // namespace

std::size_t TestTable::at(std::string_view id) {
    const std::size_t test = ids_.at(id);
    if (test == known_.size()) known_.emplace_back();
    return test;
}

std::uint8_t TestTable::worker_number(std::string_view worker) {
    for (std::size_t i = 0; i < worker_names_.size(); ++i)
        if (worker_names_[i] == worker) return static_cast<std::uint8_t>(i);
    if (worker_names_.size() == most_workers) return most_workers;
    worker_names_.emplace_back(worker);
    return static_cast<std::uint8_t>(worker_names_.size() - 1);
}

void TestTable::step(std::size_t test, PlainStep step, double seconds, std::string_view worker) {
    Known& known = known_[test];
    const auto bit = static_cast<std::uint8_t>(step);
    const std::uint8_t number = worker.empty() ? known.worker : worker_number(worker);
    // The steps before this one have been taken, and by the same worker.
    const bool next = worker_.empty() && known.more == 0 && known.steps == bit - 1 && number < most_workers &&
                      (known.worker == 0 || known.worker == number);
    if (next) {
        known.steps = static_cast<std::uint8_t>(known.steps | bit);
        known.worker = number;
        known.seconds += seconds;
        return;
    }
    TestState& one = state(test);
    if (!worker.empty()) one.worker = worker;
    if (step == PlainStep::start) {
        one.started = true;
        one.torn_down = false;
        if (worker.empty() && !worker_.empty()) one.worker = worker_;
        return;
    }
    PhaseRecord phase = passed_phase(step == PlainStep::setup  ? TestPhase::setup
                                     : step == PlainStep::call ? TestPhase::call
                                                               : TestPhase::teardown);
    phase.seconds = seconds;
    one.add(std::move(phase), false, false);
}

TestTable::More& TestTable::more(std::size_t test) {
    Known& known = known_[test];
    if (known.more) return more_[known.more - 1];
    More& result = more_.emplace_back();
    known.more = static_cast<std::uint32_t>(more_.size());
    result.record.id = ids_[test];
    TestState& one = result.controller;  // a worker's steps are never plain
    const auto had = [&](PlainStep step) { return (known.steps & static_cast<std::uint8_t>(step)) != 0; };
    one.started = had(PlainStep::start);
    if (had(PlainStep::setup)) one.add(passed_phase(TestPhase::setup), false, false);
    if (had(PlainStep::call)) one.add(passed_phase(TestPhase::call), false, false);
    if (had(PlainStep::teardown)) one.add(passed_phase(TestPhase::teardown), false, false);
    one.worker = worker_names_[known.worker];
    one.seconds = known.seconds;
    return result;
}

TestState& TestTable::state(std::size_t test) {
    More& all = more(test);
    if (worker_.empty()) return all.controller;
    all.by_worker = true;
    return all.worker;
}

void TestTable::start(std::string_view id, std::string_view worker) { step(at(id), PlainStep::start, 0, worker); }

void TestTable::phase(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest) {
    TestState& test = state(at(id));
    if (!worker.empty()) test.worker = worker;
    test.add(std::move(phase), xfail, subtest);
}

void TestTable::server_exception(std::string_view id, ServerException exception) {
    more(at(id)).record.server_exceptions.push_back(std::move(exception));
}

TestRecord TestTable::finished(std::size_t test, const SessionEnd& end) {
    const Known& known = known_[test];
    if (plain(known)) {
        TestRecord record;
        record.id = ids_[test];
        record.outcome = Outcome::passed;
        record.seconds = known.seconds;
        record.worker = worker_names_[known.worker];
        return record;
    }
    More& all = more(test);
    TestState state =
        all.by_worker ? joined(std::move(all.controller), std::move(all.worker)) : std::move(all.controller);
    TestRecord record = std::move(all.record);
    record.outcome = state.outcome(end);
    record.phases = std::move(state.phases);
    record.seconds = state.seconds;
    record.worker = std::move(state.worker);
    record.reruns = state.reruns;
    return record;
}

std::vector<TestRecord> TestTable::finish(const SessionEnd& end) {
    std::vector<TestRecord> tests;
    tests.reserve(ids_.size());
    for (std::size_t i = 0; i < ids_.size(); ++i) tests.push_back(finished(i, end));
    *this = TestTable();
    return tests;
}

std::vector<TestRecord> TestTable::finish(const SessionEnd& end, std::vector<std::string>& passed) {
    std::vector<TestRecord> tests;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        if (plain(known_[i]))
            passed.emplace_back(ids_[i]);
        else
            tests.push_back(finished(i, end));
    }
    *this = TestTable();
    return tests;
}

}  // namespace testskew::recording
