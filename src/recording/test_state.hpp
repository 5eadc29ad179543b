#pragma once
#include <string>
#include <vector>

#include "model/recording.hpp"

namespace testskew::recording {

/// How the session ended, as far as the outcome of an unfinished test depends on it.
struct SessionEnd {
    bool timed_out = false;  ///< testskew ended it at its time limit
    bool died = false;       ///< the process ended, and pytest never reached pytest_sessionfinish
};

/// What is known of one test while its lines are read, as either the controller or a worker tells it.
struct TestState {
    bool started = false, torn_down = false, crashed = false, rerun = false;
    bool setup_failed = false, call_failed = false, teardown_failed = false, subtest_failed = false;
    bool skipped = false, passed = false, xfailed = false, xpassed = false;
    std::vector<PhaseRecord> phases;  ///< those of the present attempt that say more than "passed"
    double seconds = 0;
    std::string worker;
    int reruns = 0;

    /// True if any line was about the test.
    bool seen() const;
    /// Takes one phase. A setup after a phase that is to be rerun begins a new attempt and forgets the one before.
    void add(PhaseRecord phase, bool xfail, bool subtest);
    /// The outcome that results from all phases together (docs/recording.md, "Outcomes").
    Outcome outcome(const SessionEnd& end) const;

private:
    void begin_attempt();
};

/// Joins what the controller and a worker report of one test. The controller decides the outcome; the worker, in which
/// the exception was raised, knows where it came from. If the controller only knows that the test began, the whole
/// state is the worker's.
TestState joined(TestState controller, TestState worker);

}  // namespace testskew::recording
