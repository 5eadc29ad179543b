#include "verify/described.hpp"

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
    }
}

void compare_with_before(const Checked& checked, const Recording& recording, VerifiedSide& side) {
    using State = compare::TestView::State;
    const compare::SideView before(*checked.before, checked.extra), now(recording, nullptr);
    for (const TestRecord& test : checked.before->tests)
        if (before.view(test.id, false).state == State::passing && now.view(test.id, false).state == State::absent)
            side.not_run.push_back(test.id);
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
