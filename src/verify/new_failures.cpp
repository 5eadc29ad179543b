#include "verify/new_failures.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "model/node_id.hpp"
#include "model/outcomes.hpp"

namespace testskew::verify {
namespace {

constexpr int looks = 5;  // a test that fails in half of its sessions fails in all of them in 3 %

using State = compare::TestView::State;
using Failing = std::vector<std::vector<std::string>>;  // by side

/// The ids of all problems, to be asked for a test.
class KnownIds {
public:
    explicit KnownIds(const Question& question) {
        for (const Problem& problem : question.problems)
            for (std::string& id : ids_of(problem)) ids_.insert(std::move(id));
    }

    /// True if the test is one of a problem, stands below one, or holds one.
    bool has(const std::string& id) const {
        for (std::size_t end = id.size(); end != std::string::npos && end > 0; end = id.rfind("::", end - 1))
            if (ids_.count(id.substr(0, end))) return true;
        const auto next = ids_.lower_bound(id + "::");
        return next != ids_.end() && is_below(*next, id);
    }

private:
    std::set<std::string> ids_;
};

/// True if the test itself ran and failed in the run. That its module could not be collected, or that the session
/// failed as a whole, says nothing of how it would have fared.
bool failed_itself(const compare::RecordingIndex& index, const std::string& id) {
    const TestRecord* test = index.test(id);
    return test && is_failure(test->outcome);
}

/// The tests that fail on a side now, belong to no problem of the run, and did not fail in it.
std::vector<std::string> newly_failing(const Question& question, const Sessions& sessions, std::size_t side) {
    const Checked& checked = question.sides[side];
    const compare::SideView now(sessions.whole(side), nullptr);
    std::optional<compare::SideView> before;
    if (checked.before) before.emplace(*checked.before, checked.extra);
    std::optional<compare::RecordingIndex> extra;
    if (checked.extra) extra.emplace(*checked.extra);
    const KnownIds known(question);
    std::vector<std::string> found;
    for (const std::string& id : now.failing(before ? *before : now)) {
        if (known.has(id) || id == whole_session_id) continue;
        if (before && before->view(id, false).state == State::failing &&
            (failed_itself(before->index(), id) || (extra && failed_itself(*extra, id))))
            continue;
        found.push_back(id);
    }
    return found;
}

/// pytest refuses a command line with a test that the change added. Where that happened, those that the run had are run
/// without the change.
void look_at_those_of_the_run(const Question& question, Sessions& sessions, const Failing& failing) {
    for (std::size_t side = 0; side < failing.size(); ++side) {
        const Recording* before = question.sides[side].before ? question.sides[side].before : question.collected;
        if (failing[side].empty() || !before || !sessions.of(side).then_alone.empty()) continue;
        std::set<std::string> had(before->selected.begin(), before->selected.end());
        for (const TestRecord& test : before->tests) had.insert(test.id);
        std::vector<std::string> ids;
        for (const std::string& id : failing[side])
            if (had.count(id)) ids.push_back(id);
        if (ids.empty() || ids.size() == failing[side].size()) continue;
        const int wanted = question.repeats > 0 ? question.repeats : looks;
        for (int i = 0; i < wanted; ++i)
            sessions.plan(side, &Seen::then_alone, ids, "those of the run with the change undone");
    }
    sessions.run();
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
    look_at_those_of_the_run(question, sessions, failing);
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
