#include "cli/hook_sessions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/hook_place.hpp"
#include "compare/compare.hpp"
#include "laboratory/prepare.hpp"
#include "model/node_id.hpp"
#include "model/outcomes.hpp"
#include "report/assemble.hpp"
#include "report/blocks.hpp"
#include "report/difference_words.hpp"
#include "report/facts.hpp"
#include "report/hidden.hpp"
#include "sides/collected.hpp"
#include "sides/selection.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr int nothing_collected = 5;  // pytest's exit status
constexpr std::size_t most_on_other_side = 50, most_names = 4, longest_text = 300;
constexpr std::chrono::milliseconds least_for_other_side{3000};

std::string frame_words(const Frame& frame) {
    return fmt::format("{}:{} in {}", frame.path, frame.line, frame.function);
}

std::string place_of(const ExceptionChain& chain) {
    if (chain.empty()) return {};
    const auto& frames = chain.front().frames;
    const auto own = std::find_if(frames.rbegin(), frames.rend(), [](const Frame& frame) { return frame.project; });
    if (own == frames.rend()) return {};
    return frame_words(*own);
}

std::string error_of(const ExceptionChain& chain, const std::string& message) {
    const std::string said =
        message.empty() && !chain.empty() ? chain.front().type + ": " + chain.front().message : message;
    return report::one_line(report::first_line(said), longest_text);
}

hook::FailedTest described(const TestRecord& test) {
    hook::FailedTest failed{test.id, "", ""};
    if (test.outcome == Outcome::crashed) failed.error = "the process died";
    for (const auto& phase : test.phases) {
        if (phase.outcome != PhaseOutcome::failed && phase.outcome != PhaseOutcome::error) continue;
        failed.error = error_of(phase.chain, phase.message);
        failed.place = place_of(phase.chain);
        break;
    }
    return failed;
}

/// What a server kept from the tests of a session, by their ids.
std::map<std::string, hook::HiddenError> hidden_in(const Recording& recording) {
    std::map<std::string, hook::HiddenError> result;
    for (const Cluster& cluster : testskew::compare::compare(recording, recording).clusters) {
        if (!cluster.error.swallowed) continue;
        hook::HiddenError hidden;
        hidden.error =
            report::one_line(cluster.error.type + ": " + report::first_line(cluster.error.message), longest_text);
        hidden.how = report::one_line(report::server_line(report::blocks({&cluster}).front()), longest_text);
        if (!cluster.error.chain.empty())
            for (const Frame& frame : cluster.error.chain.front().frames)
                if (frame.project) hidden.frames.push_back(frame_words(frame));
        for (const ClusterTest& test : cluster.tests) result.emplace(test.id, hidden);
    }
    return result;
}

/// What failed in a session. A test that was cut off by the end of the budget has not failed.
std::vector<hook::FailedTest> failures_of(const Recording& recording) {
    std::vector<hook::FailedTest> failed;
    for (const auto& node : recording.collection)
        if (node.outcome == CollectOutcome::failed)
            failed.push_back(
                {node.id, error_of(node.chain, node.chain.empty() ? node.message : ""), place_of(node.chain)});
    for (const auto& test : recording.tests)
        if (is_failure(test.outcome) && !(recording.timed_out && test.outcome == Outcome::timed_out))
            failed.push_back(described(test));
    // Most sessions hide nothing, and finding that out needs the fingerprints of all failures.
    const bool any = std::any_of(recording.tests.begin(), recording.tests.end(),
                                 [](const TestRecord& test) { return !test.server_exceptions.empty(); });
    if (!any || failed.empty()) return failed;
    const auto hidden = hidden_in(recording);
    for (auto& test : failed)
        if (const auto found = hidden.find(test.id); found != hidden.end()) test.hidden = found->second;
    return failed;
}

long ran_in(const Recording& recording) {
    return std::count_if(recording.tests.begin(), recording.tests.end(), [](const TestRecord& test) {
        return test.outcome != Outcome::not_run && test.outcome != Outcome::timed_out;
    });
}

/// What passed in a session: tests, and the modules that were collected.
std::set<std::string> passed_in(const Recording& recording) {
    std::set<std::string> passed;
    for (const auto& test : recording.tests) {
        if (test.outcome != Outcome::passed && test.outcome != Outcome::xfailed && test.outcome != Outcome::xpassed)
            continue;
        passed.insert(test.id);
        passed.insert(module_of(test.id));
    }
    for (const auto& node : recording.collection)
        if (node.outcome == CollectOutcome::failed) passed.erase(node.id);
    return passed;
}

/// Why a session in which no test failed has not passed; "" if it has.
std::string bad_end(const Recording& recording) {
    if (!recording.usage_error.empty())
        return "pytest stopped: " + report::one_line(recording.usage_error, longest_text);
    if (!recording.internal_error.empty())
        return "pytest itself failed: " + report::one_line(recording.internal_error, longest_text);
    if (recording.signal) return fmt::format("pytest was ended by signal {}", recording.signal);
    if (recording.exit_status != 0 && recording.exit_status != nothing_collected)
        return fmt::format("pytest ended with exit status {} although no test failed", recording.exit_status);
    return {};
}

}  // namespace

void take_session(const runner::SessionOutcome& outcome, bool whole, const std::string& budget, const Secrets& secrets,
                  hook::ProfileCheck& result) {
    using hook::Verdict;
    if (!outcome.usable()) {
        if (whole) result.reason = secrets.hide("the session " + outcome.fault);
        return;
    }
    const Recording& recording = *outcome.recording;
    result.seconds += recording.seconds;
    result.failed = failures_of(recording);
    for (auto& test : result.failed)
        for (auto* text : {&test.error, &test.hidden.error, &test.hidden.how}) *text = secrets.hide(*text);
    if (whole || !result.failed.empty() || recording.timed_out) result.ran = ran_in(recording);
    if (whole) result.planned = static_cast<long>(recording.selected.size());
    const std::string end = recording.timed_out || !whole ? "" : bad_end(recording);
    if (!result.failed.empty() || !end.empty()) {
        result.verdict = Verdict::failed;
        result.reason = secrets.hide(end);
    } else if (recording.timed_out) {
        result.reason = fmt::format("the budget of {} ended", budget);
    } else if (whole && result.ran == 0) {
        result.reason = report::nothing_collected;
    } else if (whole) {
        result.verdict = Verdict::passed;
    }
}

hook::OtherSide other_side(const profile::Project& project, const std::string& good, const fs::path& original,
                           const Recording& failing, laboratory::Laboratory& laboratory, const Deadline& deadline) {
    hook::OtherSide other;
    if (deadline.left() < least_for_other_side) return other;
    try {
        const sides::Side side = laboratory::prepare(laboratory, hook_profile(project, good, original));
        std::vector<std::string> ids;
        for (const auto& test : failures_of(failing))
            if (ids.size() < most_on_other_side) ids.push_back(test.id);
        runner::SessionSpec spec;
        spec.side = side;
        spec.from = SideName::good;
        spec.side.selection = sides::isolated_selection(side.selection, ids, sides::collected(failing, project.root));
        spec.timeout = deadline.left();
        const auto outcome = laboratory.run({spec}, 1).front();
        if (!outcome.usable() || outcome.recording->timed_out) return other;
        if (failures_of(*outcome.recording).empty() && !bad_end(*outcome.recording).empty()) return other;
        other.name = good;
        other.python = side.interpreter.version;
        const std::set<std::string> passed = passed_in(*outcome.recording);
        other.passed = std::count_if(ids.begin(), ids.end(), [&](const auto& id) { return passed.count(id) > 0; });
        const Report report = report::assemble(report::side(failing), report::side(*outcome.recording),
                                               testskew::compare::compare(failing, *outcome.recording), {}, {});
        for (const auto& difference : report.comparison.differences)
            if (difference.swappable && difference.factor != Factor::selection)
                other.differences.push_back(fmt::format(
                    "{}: {}", report::factor_name(difference.factor),
                    laboratory.options().secrets.hide(report::difference_line(report, difference, most_names))));
    } catch (const Error&) {  // the good side cannot be had here: the failure is told without it
    } catch (const Interrupted&) {
        if (!deadline.gave_up()) throw;
        return {};  // the budget ended meanwhile, and what failed on this side is still known
    }
    return other;
}

}  // namespace testskew::cli
