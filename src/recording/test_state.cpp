#include "recording/decoder.hpp"

namespace testskew::recording {

void TestState::begin_attempt() {
    if (!rerun) return;  // a test that is run twice without rerunning (xdist's --dist each): its failures add up
    const int attempts = reruns + 1;
    std::string kept = std::move(worker);
    *this = TestState();
    started = true;
    worker = std::move(kept);
    reruns = attempts;
}

void TestState::add(PhaseRecord phase, bool xfail, bool subtest) {
    if (phase.phase == "setup") begin_attempt();
    if (!subtest) seconds += phase.seconds;
    const bool failure = phase.outcome == "failed" || phase.outcome == "error";
    if (phase.phase == "???") {
        crashed = crashed || failure;
    } else if (subtest) {
        if (!failure) return;  // skipped subtests change nothing
        subtest_failed = true;
    } else if (phase.outcome == "rerun") {
        rerun = true;
    } else if (xfail && !failure) {
        (phase.outcome == "passed" ? xpassed : xfailed) = true;
    } else if (phase.outcome == "skipped") {
        skipped = true;
    } else if (failure) {
        (phase.phase == "setup" ? setup_failed : phase.phase == "teardown" ? teardown_failed : call_failed) = true;
    } else if (phase.phase == "call") {
        passed = true;
    }
    if (phase.phase == "teardown" && !subtest) torn_down = true;
    const bool says_more = phase.outcome != "passed" || !phase.chain.empty() || !phase.message.empty() ||
                           !phase.out.empty() || !phase.err.empty() || !phase.log.empty();
    if (says_more) phases.push_back(std::move(phase));
}

}  // namespace testskew::recording
