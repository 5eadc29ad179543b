#include "verify/verify.hpp"

#include <algorithm>

#include "catch.hpp"
#include "compare/compare.hpp"
#include "support/scripted_runner.hpp"
#include "util/error.hpp"
#include "verify/judge.hpp"

using namespace testskew;
using namespace testskew::support;

namespace {

const std::vector<std::string> ids = {"test_a.py::test_x", "test_a.py::test_y", "test_b.py::test_z"};

/// A project of two sides. `fails` says which test fails on which side, without the change or with it.
struct Change {
    using Fails = std::function<bool(const std::string& side, bool changed, const std::string& id)>;
    Fails fails;
    ScriptedRunner runner;
    Recording bad, good;
    Comparison comparison;
    verify::Question question;

    explicit Change(Fails rule) : fails(std::move(rule)) {
        const auto recorded_before = [&](const std::string& name) {
            return recording_of(side_with(name, {}), ids,
                                [&, name](const std::string& id) { return fails(name, false, id); });
        };
        bad = recorded_before("ci");
        good = recorded_before("local");
        comparison = compare::compare(bad, good);
        int number = 0;
        for (const Cluster& cluster : comparison.clusters)
            question.problems.push_back({++number, cluster.kind, "ValueError: wrong", {&cluster}});
        question.sides = {checked("ci", SideName::bad, &bad), checked("local", SideName::good, &good)};
        question.collected = &bad;
        question.files_known = question.changed = true;
        runner.answer = [this](const runner::SessionSpec& spec) {
            const bool changed = spec.side.files.put_back.empty();
            const std::string name = spec.side.name.substr(0, spec.side.name.find(' '));
            return recorded(
                recording_of(spec.side, ids, [&](const std::string& id) { return fails(name, changed, id); }));
        };
    }

    static verify::Checked checked(const std::string& name, SideName from, const Recording* before) {
        verify::Checked result;
        result.from = from;
        result.now = side_with(name, {});
        result.then = result.now;
        result.then->name += " without the change";
        result.then->files.put_back["app.py"] = "/then";
        result.before = before;
        result.further = !before;
        return result;
    }

    Verification verified() { return verify::verify(runner, question); }
};

bool in_ci(const std::string& side, const std::string& id) { return side == "ci" && id == "test_a.py::test_x"; }

}  // namespace

TEST_CASE("a fix that follows the cause is gone on both sides and comes back without the change") {
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    const Verification result = change.verified();
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].sides[0].standing == Standing::gone);
    CHECK(result.problems[0].sides[0].failed_before);
    CHECK(result.problems[0].sides[1].standing == Standing::gone);
    CHECK(!result.problems[0].sides[1].failed_before);
    CHECK(result.problems[0].undone == Undone::comes_back);
    CHECK(result.problems[0].undone_on == std::vector<std::string>{"ci"});
    CHECK(result.broken.empty());
    CHECK(change.runner.asked.size() == 5);  // alone and whole on both sides, and once without the change
}

TEST_CASE("a failure that stays away without the change was not mended by it") {
    bool again = false;
    Change change([&](const std::string& side, bool, const std::string& id) { return in_ci(side, id) && !again; });
    again = true;
    const Verification result = change.verified();
    CHECK(result.problems[0].sides[0].standing == Standing::gone);
    CHECK(result.problems[0].undone == Undone::stays_away);
    CHECK(result.problems[0].undone_sessions == 2);  // alone, and then among the others
}

TEST_CASE("where nothing changed no session without the change is run") {
    bool again = false;
    Change change([&](const std::string& side, bool, const std::string& id) { return in_ci(side, id) && !again; });
    again = true;
    change.question.changed = false;
    CHECK(change.verified().problems[0].undone == Undone::no_change);
    change.question.files_known = false;
    CHECK(change.verified().problems[0].undone == Undone::not_known);
}

TEST_CASE("a change that mends one side and breaks the other is told of both") {
    Change change([](const std::string& side, bool changed, const std::string& id) {
        return changed ? side == "local" && id == "test_a.py::test_x" : in_ci(side, id);
    });
    const Verification result = change.verified();
    CHECK(result.problems[0].sides[0].standing == Standing::gone);
    CHECK(result.problems[0].sides[1].standing == Standing::still);
    CHECK(!result.problems[0].sides[1].failed_before);
}

TEST_CASE("what breaks is shown by sessions without the change") {
    Change change([](const std::string& side, bool changed, const std::string& id) {
        return changed ? id == "test_b.py::test_z" : in_ci(side, id);
    });
    const Verification result = change.verified();
    REQUIRE(result.broken.size() == 2);
    CHECK(result.broken[0].id == "test_b.py::test_z");
    CHECK(result.broken[0].kind == NewFailure::broken);
    CHECK(result.broken[0].failed == 5);
    CHECK(result.broken[0].sessions_before == 5);
}

TEST_CASE("what fails in a further profile without the change as well is no fault of the change") {
    Change change([](const std::string& side, bool changed, const std::string& id) {
        return (in_ci(side, id) && !changed) || (side == "3.14" && id == "test_b.py::test_z");
    });
    change.question.sides.push_back(Change::checked("3.14", SideName::bad, nullptr));
    const Verification result = change.verified();
    REQUIRE(result.broken.size() == 1);
    CHECK(result.broken[0].side == "3.14");
    CHECK(result.broken[0].kind == NewFailure::failed_too);
    CHECK(result.problems[0].sides[2].standing == Standing::gone);
}

TEST_CASE("a flaky failure is run as often as its rate asks for") {
    int session = 0;
    Change change(
        [&](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    change.question.problems[0].kind = ClusterKind::flaky;
    change.question.problems[0].failed = 1;
    change.question.problems[0].sessions = 3;
    const auto answer = change.runner.answer;
    change.runner.answer = [&](const runner::SessionSpec& spec) {
        ++session;
        return answer(spec);
    };
    const Verification result = change.verified();
    CHECK(result.problems[0].sides[0].sessions == 9);  // eight alone, and one among the others
    CHECK(result.problems[0].undone_sessions == 8);
    CHECK(session == 8 + 8 + 2 + 8);
}

TEST_CASE("a test that was renamed is not gone, and the new name is told") {
    Change change([](const std::string& side, bool, const std::string& id) { return in_ci(side, id); });
    change.runner.answer = [](const runner::SessionSpec& spec) {
        const auto& targets = spec.side.selection.targets;
        Recording recording = recording_of(spec.side, {"test_a.py::test_xx", "test_a.py::test_y", "test_b.py::test_z"},
                                           [](const std::string&) { return false; });
        if (!targets.empty() && recording.tests.empty()) recording.usage_error = "ERROR: not found: test_a.py::test_x";
        return recorded(recording);
    };
    const Verification result = change.verified();
    const StandingOnSide& ci = result.problems[0].sides[0];
    CHECK(ci.standing == Standing::not_run);
    CHECK(ci.why == NotRun::absent);
    CHECK(ci.instead == std::vector<std::string>{"test_a.py::test_xx"});
    CHECK(result.problems[0].undone == Undone::untried);
}

TEST_CASE("a whole selection that cannot be started is an error") {
    Change change([](const std::string& side, bool, const std::string& id) { return in_ci(side, id); });
    change.runner.answer = [](const runner::SessionSpec&) { return not_built("no such package", {"six"}); };
    CHECK_THROWS_AS(change.verified(), Error);
}

TEST_CASE("what fails below a module that could not be collected is no success") {
    Change change([](const std::string&, bool, const std::string&) { return false; });
    Recording before =
        recording_of(side_with("ci", {}), {"test_b.py::test_z"}, [](const std::string&) { return false; });
    CollectRecord collect;
    collect.id = "test_a.py";
    collect.outcome = CollectOutcome::failed;
    collect.message = "ImportError: no module";
    before.collection.push_back(collect);
    change.comparison = compare::compare(before, before);
    REQUIRE(change.comparison.clusters.size() == 1);
    const Cluster& cluster = change.comparison.clusters.front();
    change.question.problems = {{1, cluster.kind, "ImportError", {&cluster}}};
    change.question.sides = {Change::checked("ci", SideName::bad, &before)};
    change.question.collected = &before;
    change.fails = [](const std::string&, bool, const std::string& id) { return id == "test_a.py::test_x"; };
    const Verification broken = change.verified();
    CHECK(broken.problems[0].sides[0].standing == Standing::changed);
    CHECK(!broken.problems[0].sides[0].error.empty());
    CHECK(verify::exit_code(broken, false) == ExitCode::unattributed);
    change.fails = [](const std::string&, bool, const std::string&) { return false; };
    CHECK(change.verified().problems[0].sides[0].standing == Standing::gone);
}

TEST_CASE("a selection that pytest left before its last test has not run to its end") {
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    const auto ended = [&](const std::function<void(Recording&)>& edit) {
        change.runner.answer = [&change, edit](const runner::SessionSpec& spec) {
            const bool changed = spec.side.files.put_back.empty();
            const std::string name = spec.side.name.substr(0, spec.side.name.find(' '));
            Recording recording =
                recording_of(spec.side, ids, [&](const std::string& id) { return change.fails(name, changed, id); });
            if (spec.phase == Phase::base) edit(recording);
            return recorded(recording);
        };
        const Verification result = change.verified();
        CHECK((verify::exit_code(result, false) == ExitCode::ok) == (result.sides[0].early_end == EarlyEnd::none));
        return result.sides[0];
    };
    CHECK(ended([](Recording&) {}).early_end == EarlyEnd::none);
    const auto error = ended([](Recording& recording) {
        recording.exit_status = 3;
        recording.internal_error = "INTERNALERROR> KeyError";
    });
    CHECK(error.early_end == EarlyEnd::stopped);
    CHECK(error.failure == "INTERNALERROR> KeyError");
    CHECK(ended([](Recording& recording) { recording.complete = false; }).early_end == EarlyEnd::cut);
    const auto left = ended([](Recording& recording) { recording.tests.back().outcome = Outcome::not_run; });
    CHECK(left.early_end == EarlyEnd::stopped);
    REQUIRE(left.not_run.size() == 1);
    CHECK(left.not_run[0].why == NotRun::not_reached);
}

TEST_CASE("a test that passed and is skipped now is listed") {
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    const auto answer = change.runner.answer;
    change.runner.answer = [](const runner::SessionSpec& spec) {
        Recording recording = recording_of(spec.side, ids, [](const std::string&) { return false; });
        for (TestRecord& test : recording.tests)
            if (test.id == "test_b.py::test_z") test.outcome = Outcome::skipped;
        return recorded(recording);
    };
    const Verification result = change.verified();
    REQUIRE(result.sides[0].not_run.size() == 1);
    CHECK(result.sides[0].not_run[0].id == "test_b.py::test_z");
    CHECK(result.sides[0].not_run[0].why == NotRun::skipped);
}

TEST_CASE("a test that both sides skip now, as the other side did in the run, is gone") {
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    const auto skip = [](Recording recording) {
        for (TestRecord& test : recording.tests)
            if (test.id == "test_a.py::test_x") test.outcome = Outcome::skipped;
        return recording;
    };
    change.runner.answer = [&](const runner::SessionSpec& spec) {
        return recorded(skip(recording_of(spec.side, ids, [](const std::string&) { return false; })));
    };
    CHECK(change.verified().problems[0].sides[0].standing == Standing::not_run);
    change.good = skip(change.good);
    CHECK(change.verified().problems[0].sides[0].standing == Standing::gone);
}

TEST_CASE("a flaky failure that came among the others only is looked for among them") {
    int whole = 0;
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    verify::Problem& problem = change.question.problems[0];
    problem.kind = ClusterKind::flaky;
    problem.failed = 1;
    problem.sessions = 2;
    problem.among_others_only = true;
    const auto answer = change.runner.answer;
    change.runner.answer = [&](const runner::SessionSpec& spec) {
        const bool base = spec.phase == Phase::base && spec.side.files.put_back.empty() && spec.side.name == "ci";
        whole += base;
        Recording recording = recording_of(spec.side, ids, [&](const std::string& id) {
            return in_ci(spec.side.name, id) && base && whole == 4;  // it comes in the fourth of the whole sessions
        });
        return recorded(recording);
    };
    const Verification result = change.verified();
    CHECK(whole == 5);
    CHECK(result.problems[0].sides[0].standing == Standing::sometimes);
}

TEST_CASE("the fix follows the cause only in part if some of many tests pass without it") {
    Change change([](const std::string& side, bool changed, const std::string& id) {
        return side == "ci" && !changed && id != "test_b.py::test_z";
    });
    change.fails = [](const std::string& side, bool changed, const std::string& id) {
        return side == "ci" && !changed && id == "test_a.py::test_x";
    };
    const Verification result = change.verified();
    CHECK(result.problems[0].sides[0].standing == Standing::gone);
    CHECK(result.problems[0].undone == Undone::in_part);
}

TEST_CASE("a test that a further profile skips is not run there, and is no failure") {
    Change change(
        [](const std::string& side, bool changed, const std::string& id) { return in_ci(side, id) && !changed; });
    change.question.sides.push_back(Change::checked("3.13", SideName::bad, nullptr));
    const auto answer = change.runner.answer;
    change.runner.answer = [&](const runner::SessionSpec& spec) {
        if (!spec.side.name.starts_with("3.13")) return answer(spec);
        Recording recording = recording_of(spec.side, ids, [](const std::string&) { return false; });
        for (TestRecord& test : recording.tests)
            if (test.id == "test_a.py::test_x") test.outcome = Outcome::skipped;
        return recorded(recording);
    };
    const Verification result = change.verified();
    CHECK(result.problems[0].sides[2].standing == Standing::gone);
    CHECK(result.problems[0].sides[2].sessions == 0);
}

TEST_CASE("an old failure is known as such although the change adds a test that fails") {
    Change change([](const std::string& side, bool changed, const std::string& id) {
        return (in_ci(side, id) && !changed) || (side == "3.14" && id == "test_b.py::test_z");
    });
    change.question.sides.push_back(Change::checked("3.14", SideName::bad, nullptr));
    const auto answer = change.runner.answer;
    change.runner.answer = [&](const runner::SessionSpec& spec) {
        const auto& targets = spec.side.selection.targets;
        const bool asks = std::find(targets.begin(), targets.end(), "test_c.py::test_new") != targets.end();
        const bool undone = !spec.side.files.put_back.empty();
        if (undone && asks) {
            Recording refused = recording_of(spec.side, {}, [](const std::string&) { return false; });
            refused.usage_error = "ERROR: not found: test_c.py::test_new";
            return recorded(refused);
        }
        auto all = ids;
        if (!undone) all.push_back("test_c.py::test_new");
        const std::string name = spec.side.name.substr(0, spec.side.name.find(' '));
        return recorded(recording_of(spec.side, all, [&](const std::string& id) {
            return id == "test_c.py::test_new" || change.fails(name, !undone, id);
        }));
    };
    const Verification result = change.verified();
    const auto kind = [&](const std::string& id) {
        for (const BrokenTest& one : result.broken)
            if (one.side == "3.14" && one.id == id) return one.kind;
        return NewFailure::passed;
    };
    CHECK(kind("test_b.py::test_z") == NewFailure::failed_too);
    CHECK(kind("test_c.py::test_new") == NewFailure::unseen);
}
