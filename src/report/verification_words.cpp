#include <fmt/core.h>

#include <algorithm>

#include "report/facts.hpp"
#include "report/verification.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t longest_id = 200;

std::string in_sessions(int failed, int sessions) {
    return fmt::format("fails in {} of {}", failed, count_of(sessions, "session"));
}

std::string some(const std::vector<std::string>& ids, std::size_t most = 3) {
    std::vector<std::string> lines;
    for (const std::string& id : ids) lines.push_back(one_line(id, longest_id));
    return some_of(lines, most);
}

bool gone_everywhere(const VerifiedProblem& problem) {
    return std::all_of(problem.sides.begin(), problem.sides.end(),
                       [](const StandingOnSide& side) { return side.standing == Standing::gone; });
}

bool counts(const BrokenTest& broken) { return !excused(broken.kind); }

}  // namespace

std::string not_run_words(NotRun why) {
    switch (why) {
        case NotRun::expected: return "marked as expected to fail, and fails";
        case NotRun::skipped: return "skipped now";
        case NotRun::deselected: return "deselected now";
        case NotRun::not_reached: return "not reached now";
        case NotRun::absent:
        case NotRun::none: break;
    }
    return "not run any more";
}

std::string standing_words(const StandingOnSide& standing) {
    const std::string tests = standing.tests.empty() ? "" : ": " + some(standing.tests);
    switch (standing.standing) {
        case Standing::gone:
            return standing.sessions > 0
                       ? fmt::format("{} (passes in {})", standing.failed_before ? "gone" : "passes",
                                     standing.sessions == 1
                                         ? "1 session"
                                         : fmt::format("{} of {} sessions", standing.sessions, standing.sessions))
                   : standing.failed_before ? "gone (skipped now, as it was on the other side in the run)"
                                            : "not run there";
        case Standing::no_result: return "no result" + tests;
        case Standing::not_run: {
            return not_run_words(standing.why) + ": that is not gone" + tests +
                   (standing.instead.empty() ? "" : fmt::format(" (renamed to {}?)", some(standing.instead)));
        }
        case Standing::changed:
            return fmt::format("{}{}{}",
                               standing.failed_before ? "changed: fails in another way now"
                                                      : "fails here, in another way than in the run",
                               standing.error.empty() ? "" : " (" + one_line(standing.error, longest_id) + ")", tests);
        case Standing::sometimes:
            return fmt::format("comes and goes: {}{}", in_sessions(standing.failed, standing.sessions), tests);
        case Standing::still:
            return fmt::format("{}: {}{}", standing.failed_before ? "still there" : "fails here as well",
                               in_sessions(standing.failed, standing.sessions), tests);
    }
    return {};
}

std::string undone_words(const VerifiedProblem& problem) {
    const std::string where = enumerated(problem.undone_on);
    switch (problem.undone) {
        case Undone::untried: return {};
        case Undone::comes_back:
            return fmt::format("The fix follows the cause: with your change undone it fails again in {} ({} of {}).",
                               where, problem.came_back, count_of(problem.undone_sessions, "session"));
        case Undone::in_part:
            return fmt::format("With your change undone a part of these tests fails again in {}, and the others pass.",
                               where);
        case Undone::otherwise:
            return fmt::format("With your change undone the tests fail in {}, but in another way.", where);
        case Undone::stays_away:
            return fmt::format(
                "The failure does not come back without your change (passes in {} of {} in {}): it is not your change "
                "that mended it.",
                problem.undone_sessions - problem.came_back, count_of(problem.undone_sessions, "session"), where);
        case Undone::no_change:
            return "Nothing has changed since that run in the files that are kept (what git ignores is not): a change "
                   "of "
                   "theirs has not mended it.";
        case Undone::not_known: return "Whether your change mended it is not known: the state before it cannot be run.";
    }
    return {};
}

std::string new_failure_words(const BrokenTest& broken) {
    const std::string now = in_sessions(broken.failed, broken.sessions);
    const std::string before =
        fmt::format("with your change undone in {} of {}", broken.failed_before, broken.sessions_before);
    switch (broken.kind) {
        case NewFailure::broken: return fmt::format("broken by your change: {}, {}", now, before);
        case NewFailure::passed: return fmt::format("passed in the run: {}", now);
        case NewFailure::unseen: return fmt::format("not in the run, and {}", now);
        case NewFailure::flaky: return fmt::format("flaky, and was before your change: {}, {}", now, before);
        case NewFailure::unsteady:
            return broken.sessions_before > 0 ? fmt::format("flaky now: {}, {}", now, before)
                                              : fmt::format("flaky now: {}", now);
        case NewFailure::steadier: return fmt::format("fails always now, and did not before: {}, {}", now, before);
        case NewFailure::failed_too: return fmt::format("fails without your change as well: {}, {}", now, before);
    }
    return {};
}

std::string early_end_words(const VerifiedSide& side) {
    switch (side.early_end) {
        case EarlyEnd::none: return "";
        case EarlyEnd::timed_out: return "the time-out ended it";
        case EarlyEnd::signal: return fmt::format("it was ended by signal {}", side.signal);
        case EarlyEnd::session_failed: return side.failure;
        case EarlyEnd::no_test: return "it ran no test";
        case EarlyEnd::stopped:
            return side.failure.empty() ? "it stopped before its last test" : "it stopped: " + side.failure;
        case EarlyEnd::cut: return "records of it are missing, so which tests ran is not known";
    }
    return "";
}

std::string moved_words(const MovedDelta& moved) {
    const auto text = [](const std::optional<CauseValue>& value) {
        return !value ? std::string("none") : value->shown ? value->text : std::string("set");
    };
    const std::string before = text(moved.before), now = text(moved.now);
    if (before == now) return fmt::format("{} {} (another value)", to_string(moved.factor), moved.name);
    return fmt::format("{} {}: {}, now {}", to_string(moved.factor), moved.name, before, now);
}

std::string verification_headline(const Verification& verification) {
    std::vector<std::string> names;
    for (const VerifiedSide& side : verification.sides) names.push_back(printable(side.name));
    const auto gone = std::count_if(verification.problems.begin(), verification.problems.end(), gone_everywhere);
    const auto all = static_cast<long>(verification.problems.size());
    const auto broke = std::count_if(verification.broken.begin(), verification.broken.end(), counts);
    const auto ended = std::count_if(verification.sides.begin(), verification.sides.end(),
                                     [](const VerifiedSide& side) { return side.early_end != EarlyEnd::none; });
    const std::string others =
        broke > 0   ? fmt::format("{} that did not fail before", count_of(broke, "test fails", "tests fail"))
        : ended > 0 ? "not everything could be run"
        : !verification.edited.empty()
            ? "files were edited meanwhile, so that the sessions did not all see the same: start it again"
            : "nothing else broke";
    if (gone == all)
        return fmt::format("{}What failed in {} passes in {}, and {}.",
                           broke + ended > 0 || !verification.edited.empty() ? "" : "Verified: ", verification.run,
                           enumerated(names), others);
    return fmt::format("Not mended: {} of {} {} gone in {}; {}.", gone, count_of(all, "problem"),
                       gone == 1 || all == 1 ? "is" : "are", enumerated(names), others);
}

}  // namespace testskew::report
