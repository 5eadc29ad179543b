#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "recording/test_state.hpp"
#include "util/id_table.hpp"

namespace testskew::recording {

/// What a line says that nearly every test has, and nothing else: it began, or one of its phases passed.
enum class PlainStep : std::uint8_t { start = 1, setup = 2, call = 4, teardown = 8 };

/// The tests of a recording that is being read, in the order in which the file first names them. Under xdist the
/// controller and a worker may both report a test; their states are kept apart until the end. Of a test that only goes
/// through the plain steps, one after the other, no state is made.
class TestTable {
public:
    /// The lines that follow were written by that worker ("gw0"), or by the controller ("").
    void set_worker(std::string worker) { worker_ = std::move(worker); }

    /// Notes that the session knows this test, though nothing else may ever be told of it.
    void mention(std::string_view id) { at(id); }
    /// The number of the test with which `text` begins, before a quote, if it is the last one or the next one of the
    /// list; otherwise size().
    std::size_t guess(std::string_view text) { return ids_.guess(text, '"'); }
    std::size_t size() const { return ids_.size(); }
    std::size_t length_of(std::size_t test) const { return ids_[test].size(); }
    /// The number of a test.
    std::size_t at(std::string_view id);
    /// A plain step of a test. `worker` is the worker that runs it, if the line says so.
    void step(std::size_t test, PlainStep step, double seconds, std::string_view worker);

    /// A test began. `worker` is the worker that runs it, if the line says so.
    void start(std::string_view id, std::string_view worker);
    /// A phase of a test ended. `subtest` is true if the phase belongs to one subtest only.
    void phase(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest);
    /// The program under test hid an exception from this test.
    void server_exception(std::string_view id, ServerException exception);

    /// Every test with its outcome decided. The table is empty afterwards.
    std::vector<TestRecord> finish(const SessionEnd& end);
    /// The same without those that passed in plain steps, whose ids go to `passed`.
    std::vector<TestRecord> finish(const SessionEnd& end, std::vector<std::string>& passed);

private:
    /// A test as its lines were read. `steps` are the plain ones so far; all that is known of it if there is no `more`.
    struct Known {
        std::uint8_t steps = 0;
        std::uint8_t worker = 0;  ///< in worker_names_
        std::uint32_t more = 0;   ///< 1 + the place in more_; 0 if its lines were plain
        double seconds = 0;
    };
    /// What there is of a test of which a line says more.
    struct More {
        TestRecord record;
        TestState controller, worker;
        bool by_worker = false;
    };
    bool plain(const Known& known) const { return known.more == 0 && known.steps == 15; }
    More& more(std::size_t test);
    TestState& state(std::size_t test);
    TestRecord finished(std::size_t test, const SessionEnd& end);
    std::uint8_t worker_number(std::string_view worker);

    IdTable ids_;
    std::vector<Known> known_;
    std::vector<More> more_;
    std::vector<std::string> worker_names_ = {""};
    std::string worker_;
};

}  // namespace testskew::recording
