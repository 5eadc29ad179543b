#include "recording/test_state.hpp"

#include <utility>

namespace testskew::recording {

bool TestState::seen() const {
    return started || setup_failed || call_failed || teardown_failed || subtest_failed || skipped || passed ||
           xfailed || xpassed || crashed;
}

void TestState::begin_attempt() {
    // A test may run twice without being rerun (xdist's --dist each). The failures of both runs are kept.
    if (!rerun) return;
    const int attempts = reruns + 1;
    std::string kept = std::move(worker);
    *this = TestState();
    started = true;
    worker = std::move(kept);
    reruns = attempts;
}

void TestState::add(PhaseRecord phase, bool xfail, bool subtest) {
    if (phase.phase == TestPhase::setup) begin_attempt();
    if (!subtest) seconds += phase.seconds;
    const bool failure = phase.outcome == PhaseOutcome::failed || phase.outcome == PhaseOutcome::error;
    if (phase.phase == TestPhase::unknown) {
        crashed = crashed || failure;
    } else if (subtest) {
        if (!failure) return;  // a subtest that was skipped changes nothing
        subtest_failed = true;
    } else if (phase.outcome == PhaseOutcome::rerun) {
        rerun = true;
    } else if (xfail && !failure) {
        (phase.outcome == PhaseOutcome::passed ? xpassed : xfailed) = true;
    } else if (phase.outcome == PhaseOutcome::skipped) {
        skipped = true;
    } else if (failure) {
        (phase.phase == TestPhase::setup      ? setup_failed
         : phase.phase == TestPhase::teardown ? teardown_failed
                                              : call_failed) = true;
    } else if (phase.phase == TestPhase::call) {
        passed = true;
    }
    if (phase.phase == TestPhase::teardown && !subtest) torn_down = true;
    const bool says_more = phase.outcome != PhaseOutcome::passed || !phase.chain.empty() || !phase.message.empty() ||
                           !phase.out.empty() || !phase.err.empty() || !phase.log.empty();
    if (says_more) phases.push_back(std::move(phase));
}

Outcome TestState::outcome(const SessionEnd& end) const {
    if (crashed) return Outcome::crashed;
    if (setup_failed) return Outcome::error;
    if (call_failed || subtest_failed) return Outcome::failed;
    const bool unfinished = started && !torn_down;
    if (unfinished && end.timed_out) return Outcome::timed_out;
    // After pytest.exit, Ctrl-C or -x, pytest still finishes the session. If it did not, the process died during this
    // test.
    if (unfinished && end.died) return Outcome::crashed;
    if (teardown_failed) return Outcome::error;
    if (xpassed) return Outcome::xpassed;
    if (passed) return Outcome::passed;
    if (xfailed) return Outcome::xfailed;
    if (skipped) return Outcome::skipped;
    return Outcome::not_run;
}

TestState joined(TestState controller, TestState worker) {
    if (!controller.seen() || (!controller.torn_down && controller.phases.empty() && !controller.passed)) {
        worker.crashed = worker.crashed || controller.crashed;
        return worker;
    }
    for (auto& detail : worker.phases) {
        for (auto& phase : controller.phases) {
            if (phase.phase != detail.phase || phase.subtests != detail.subtests || phase.outcome != detail.outcome ||
                !phase.chain.empty())
                continue;
            phase.chain = std::move(detail.chain);
            if (phase.message.empty()) phase.message = detail.message;
            break;
        }
    }
    if (controller.worker.empty()) controller.worker = worker.worker;
    return controller;
}

}  // namespace testskew::recording
