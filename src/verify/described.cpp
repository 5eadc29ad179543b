#include "verify/described.hpp"

#include <fmt/core.h>

#include "compare/differences.hpp"
#include "compare/side_view.hpp"

namespace testskew::verify {
namespace {

/// A difference between a session of the run and one of now. The values of variables are not shown.
std::string moved(Factor factor, const DeltaDifference& delta) {
    const auto value = [&](const std::optional<std::string>& text) {
        return !text ? std::string("none") : factor == Factor::environ ? std::string("set") : *text;
    };
    const std::string before = value(delta.bad), now = value(delta.good);
    if (before == now) return fmt::format("{} {} (another value)", to_string(factor), delta.name);
    return fmt::format("{} {}: {}, now {}", to_string(factor), delta.name, before, now);
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
    const compare::RecordingIndex index(recording);
    if (recording.timed_out)
        side.problem = "the time-out ended it";
    else if (recording.signal)
        side.problem = fmt::format("it was ended by signal {}", recording.signal);
    else if (recording.tests.empty())
        side.problem = index.session_failure() ? index.session_failure()->failure.message : "it ran no test";
    if (checked.before) compare_with_before(checked, recording, side);
    return side;
}

}  // namespace testskew::verify
