#include "recording/test_table.hpp"

#include <utility>

namespace testskew::recording {

std::size_t TestTable::at(std::string_view id) {
    // The next one is the test that a list of all tests names next.
    for (const std::size_t near : {last_, last_ + 1})
        if (near < tests_.size() && tests_[near].id == id) return last_ = near;
    if (const auto found = index_.find(id); found != index_.end()) return last_ = found->second;
    tests_.emplace_back().id = id;
    controller_.emplace_back();
    index_.emplace(id, tests_.size() - 1);
    return last_ = tests_.size() - 1;
}

TestState& TestTable::state(std::string_view id) {
    const std::size_t index = at(id);
    return worker_.empty() ? controller_[index] : workers_[index];
}

void TestTable::start(std::string_view id, std::string_view worker) {
    TestState& test = state(id);
    test.started = true;
    test.torn_down = false;
    if (!worker.empty())
        test.worker = worker;
    else if (!worker_.empty())
        test.worker = worker_;
}

void TestTable::phase(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest) {
    TestState& test = state(id);
    if (!worker.empty()) test.worker = worker;
    test.add(std::move(phase), xfail, subtest);
}

void TestTable::server_exception(std::string_view id, ServerException exception) {
    tests_[at(id)].server_exceptions.push_back(std::move(exception));
}

std::vector<TestRecord> TestTable::finish(const SessionEnd& end) {
    for (auto& [index, worker] : workers_)
        controller_[index] = joined(std::move(controller_[index]), std::move(worker));
    for (std::size_t i = 0; i < tests_.size(); ++i) {
        TestRecord& record = tests_[i];
        TestState& known = controller_[i];
        record.outcome = known.outcome(end);
        record.phases = std::move(known.phases);
        record.seconds = known.seconds;
        record.worker = std::move(known.worker);
        record.reruns = known.reruns;
    }
    auto tests = std::move(tests_);
    *this = TestTable();
    return tests;
}

}  // namespace testskew::recording
