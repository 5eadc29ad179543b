#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/recording.hpp"

namespace testskew::recording {

/// What is known of one test while its lines are read, from the controller or from a worker.
struct TestState {
    bool started = false, torn_down = false, crashed = false, rerun = false;
    bool setup_failed = false, call_failed = false, teardown_failed = false, subtest_failed = false;
    bool skipped = false, passed = false, xfailed = false, xpassed = false;
    std::vector<PhaseRecord> phases;
    double seconds = 0;
    std::string worker;
    int reruns = 0;
    bool seen() const {
        return started || setup_failed || call_failed || teardown_failed || subtest_failed || skipped || passed ||
               xfailed || xpassed || crashed;
    }
    /// The phases of one attempt: a new setup after a rerun forgets the attempt before.
    void begin_attempt();
    void add(PhaseRecord phase, bool xfail, bool subtest);
};

/// Turns the lines of a recording into a Recording, one by one.
class Decoder {
public:
    /// Takes one line. False where it could not be read.
    bool line(std::string_view text);
    /// What was decoded, with the outcome of every test decided. `Recording::truncated` is the caller's to add to.
    Recording finish();
    /// How many records of a known kind were seen: none means that the file is no recording.
    long known() const { return known_; }
    /// The form of the recording; 0 where it says none that there could be.
    int schema() const { return schema_; }

private:
    bool fast(std::string_view text);
    void record(const nlohmann::json& value);
    void session(const nlohmann::json& value);
    void facts(const nlohmann::json& value);
    void end(const nlohmann::json& value);
    void phase(const nlohmann::json& value);
    void trace(const nlohmann::json& value);
    std::size_t test(std::string_view id);
    TestState& state(std::string_view id);
    void started(std::string_view id, std::string_view worker);
    void phase_line(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest);
    Outcome outcome(const TestState& state) const;

    Recording recording_;
    std::unordered_map<std::string, std::size_t> index_;
    std::string last_id_;  ///< the lines of one test follow each other: spares most look-ups
    std::size_t last_ = 0;
    std::vector<TestState> controller_;  ///< by index of recording_.tests
    std::unordered_map<std::size_t, TestState> workers_;
    bool in_worker_ = false;
    bool selected_by_worker_ = false;
    std::string worker_;
    bool finished_ = false;  ///< pytest came to pytest_sessionfinish
    long known_ = 0;
    int schema_ = 1;
};

}  // namespace testskew::recording
