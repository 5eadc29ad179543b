#include "verify/described.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "compare/differences.hpp"
#include "compare/side_view.hpp"

namespace testskew::verify {
namespace {

/// A difference between a session of the run and one of now.
MovedDelta moved(Factor factor, const DeltaDifference& delta) {
    const auto value = [&](const std::optional<std::string>& text) -> std::optional<CauseValue> {
        if (!text) return std::nullopt;
        return factor == Factor::environ ? CauseValue{"", false} : CauseValue{*text};
    };
    return {factor, delta.name, value(delta.bad), value(delta.good)};
}

/// pytest's own words for an end before the last test, or for an error of its own; nullopt if there was neither.
std::optional<std::string> stopped(const Recording& recording) {
    const bool not_reached = std::any_of(recording.tests.begin(), recording.tests.end(),
                                         [](const TestRecord& test) { return test.outcome == Outcome::not_run; });
    // 1 is a test that failed, and 5 that there was none.
    const bool own_error = recording.exit_status > 1 && recording.exit_status != 5;
    if (!not_reached && !own_error) return std::nullopt;
    if (!recording.internal_error.empty()) return recording.internal_error;
    const auto fact = recording.facts.find("stopped");
    if (fact != recording.facts.end()) return fact->second;
    return own_error ? fmt::format("exit status {}", recording.exit_status) : std::string();
}

/// Fills in why the whole selection did not run to its end, if it did not.
void say_early_end(const Recording& recording, VerifiedSide& side) {
    if (recording.timed_out) {
        side.early_end = EarlyEnd::timed_out;
    } else if (recording.signal) {
        side.early_end = EarlyEnd::signal;
        side.signal = recording.signal;
    } else if (recording.tests.empty()) {
        const compare::RecordingIndex index(recording);
        side.early_end = index.session_failure() ? EarlyEnd::session_failed : EarlyEnd::no_test;
        if (index.session_failure()) side.failure = index.session_failure()->failure.message;
    } else if (auto why = stopped(recording)) {
        side.early_end = EarlyEnd::stopped;
        side.failure = std::move(*why);
    } else if (!recording.complete || recording.truncated) {
        side.early_end = EarlyEnd::cut;
    }
}

NotRun why_not_run(compare::TestView::State state) {
    using State = compare::TestView::State;
    switch (state) {
        case State::absent: return NotRun::absent;
        case State::skipped: return NotRun::skipped;
        case State::xfailed: return NotRun::expected;
        case State::deselected: return NotRun::deselected;
        case State::not_run: return NotRun::not_reached;
        default: return NotRun::none;
    }
}

void compare_with_before(const Checked& checked, const Recording& recording, VerifiedSide& side) {
    const compare::SideView before(*checked.before, checked.extra), now(recording, nullptr);
    for (const TestRecord& test : checked.before->tests) {
        if (before.view(test.id, false).state != compare::TestView::State::passing) continue;
        const NotRun why = why_not_run(now.view(test.id, false).state);
        if (why != NotRun::none) side.not_run.push_back({test.id, why});
    }
    for (const Difference& difference : compare::differences(*checked.before, recording)) {
        if (difference.factor == Factor::files || difference.factor == Factor::selection) continue;
        for (const DeltaDifference& delta : difference.deltas) side.moved.push_back(moved(difference.factor, delta));
    }
}

}  // namespace

VerifiedSide described(const Checked& checked, const Recording& recording) {
    VerifiedSide side;
    side.name = checked.now.name;
    side.python = checked.now.interpreter.version;
    side.further = checked.further;
    side.outcomes = counts_of(recording, CountedAs::pytest);
    side.seconds = recording.seconds;
    say_early_end(recording, side);
    if (checked.before) compare_with_before(checked, recording, side);
    return side;
}

}  // namespace testskew::verify
