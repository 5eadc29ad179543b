#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "recording/test_state.hpp"

namespace testskew::recording {

/// The tests of a recording that is being read, in the order in which the file first names them. Under xdist the
/// controller and a worker may both report a test; their states are kept apart until the end.
class TestTable {
public:
    /// The lines that follow were written by that worker ("gw0"), or by the controller ("").
    void set_worker(std::string worker) { worker_ = std::move(worker); }

    /// Notes that the session knows this test, though nothing else may ever be told of it.
    void mention(std::string_view id) { at(id); }
    /// A test began. `worker` is the worker that runs it, if the line says so.
    void start(std::string_view id, std::string_view worker);
    /// A phase of a test ended. `subtest` is true if the phase belongs to one subtest only.
    void phase(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest);
    /// The program under test hid an exception from this test.
    void server_exception(std::string_view id, ServerException exception);

    /// Every test with its outcome decided. The table is empty afterwards.
    std::vector<TestRecord> finish(const SessionEnd& end);

private:
    std::size_t at(std::string_view id);
    TestState& state(std::string_view id);

    std::vector<TestRecord> tests_;
    /// Looks a view up without making a string of it.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> index_;
    std::size_t last_ = 0;               ///< the lines of one test follow each other, so this saves most look-ups
    std::vector<TestState> controller_;  ///< by index of tests_
    std::unordered_map<std::size_t, TestState> workers_;
    std::string worker_;
};

}  // namespace testskew::recording
