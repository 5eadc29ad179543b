#include "verify/new_failures.hpp"

#include <algorithm>
#include <optional>

#include "model/node_id.hpp"
#include "util/once.hpp"

namespace testskew::verify {
namespace {

constexpr int looks = 5;  // a test that fails in half of its sessions fails in all of them in 3 %

using State = compare::TestView::State;
using Failing = std::vector<std::vector<std::string>>;  // by side

/// True if the test is one of a problem, stands below one, or holds one.
bool in_a_problem(const Question& question, const std::string& id) {
    return std::any_of(question.problems.begin(), question.problems.end(), [&](const Problem& problem) {
        const auto ids = ids_of(problem);
        return std::any_of(ids.begin(), ids.end(),
                           [&](const std::string& own) { return own == id || is_below(id, own) || is_below(own, id); });
    });
}

/// The tests that fail on a side now, belong to no problem of the run, and did not fail in it.
std::vector<std::string> newly_failing(const Question& question, const Sessions& sessions, std::size_t side) {
    const Checked& checked = question.sides[side];
    const compare::SideView now(sessions.whole(side), nullptr);
    std::optional<compare::SideView> before;
    if (checked.before) before.emplace(*checked.before, checked.extra);
    std::vector<std::string> found;
    for (const std::string& id : now.failing(before ? *before : now)) {
        if (in_a_problem(question, id) || id == whole_session_id) continue;
        if (before && before->view(id, false).state == State::failing) continue;
        append_once(found, id);
    }
    return found;
}

/// Runs what fails now again, alone, with the change and without it.
void look_alone(const Question& question, Sessions& sessions, const Failing& failing) {
    for (std::size_t side = 0; side < failing.size(); ++side) {
        if (failing[side].empty()) continue;
        // What takes all of the time does the same again, and takes as long.
        const int wanted = sessions.whole(side).timed_out ? 1 : question.repeats > 0 ? question.repeats : looks;
        for (int i = 0; i < wanted; ++i) {
            if (i > 0) sessions.plan(side, &Seen::alone, failing[side], "what fails now and did not fail in the run");
            sessions.plan(side, &Seen::then_alone, failing[side], "the same with the change undone");
        }
    }
    sessions.run();
}

/// Runs everything again where a test fails only among the others.
void look_among_others(Sessions& sessions, const Failing& failing) {
    for (std::size_t side = 0; side < failing.size(); ++side) {
        const bool need = std::any_of(failing[side].begin(), failing[side].end(), [&](const std::string& id) {
            const auto alone = sessions.results(side, id, {&Seen::alone});
            return !alone.empty() && std::find(alone.begin(), alone.end(), Sighting::fails) == alone.end();
        });
        if (!need) continue;
        sessions.plan(side, &Seen::whole, {}, "everything again, as a test fails only among the others");
        sessions.plan(side, &Seen::then_whole, {}, "everything with the change undone");
    }
    sessions.run();
}

BrokenTest broken(const Question& question, const Sessions& sessions, std::size_t side, const std::string& id) {
    const Checked& checked = question.sides[side];
    Sighting was = Sighting::nothing;
    if (checked.before && compare::SideView(*checked.before, checked.extra).view(id, false).state == State::passing)
        was = Sighting::passes;
    auto now = sessions.results(side, id, {&Seen::alone});
    auto before = sessions.results(side, id, {&Seen::then_alone});
    const auto fails = [](Sighting seen) { return seen == Sighting::fails; };
    // If it fails only among the others, the sessions of it alone say nothing of this failure.
    const bool only_whole = std::none_of(now.begin(), now.end(), fails);
    const auto whole_now = sessions.results(side, id, {&Seen::whole});
    const auto whole_then = sessions.results(side, id, {&Seen::then_whole});
    if (only_whole && whole_now.size() > 1 && std::all_of(whole_now.begin(), whole_now.end(), fails)) {
        now = whole_now;
        before = whole_then;
    } else {
        now.insert(now.end(), whole_now.begin(), whole_now.end());
        before.insert(before.end(), whole_then.begin(), whole_then.end());
    }
    BrokenTest result{
        checked.now.name, id, error_of(sessions.whole(side), id), new_failure(was, now, before), 0, 0, 0, 0};
    result.failed = static_cast<int>(std::count_if(now.begin(), now.end(), fails));
    result.sessions = static_cast<int>(now.size());
    result.failed_before = static_cast<int>(std::count_if(before.begin(), before.end(), fails));
    result.sessions_before = static_cast<int>(before.size());
    return result;
}

}  // namespace

std::vector<BrokenTest> new_failures(const Question& question, Sessions& sessions) {
    Failing failing;
    for (std::size_t side = 0; side < question.sides.size(); ++side)
        failing.push_back(newly_failing(question, sessions, side));
    look_alone(question, sessions, failing);
    look_among_others(sessions, failing);
    std::vector<BrokenTest> result;
    for (std::size_t side = 0; side < failing.size(); ++side)
        for (const std::string& id : failing[side]) result.push_back(broken(question, sessions, side, id));
    return result;
}

}  // namespace testskew::verify
