#include "investigation/base.hpp"

#include <algorithm>

#include "catch.hpp"
#include "sides/selection.hpp"
#include "support/scripted_runner.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two"};

struct Case {
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {{"six", "1.17"}}), side_with("local", {{"six", "1.16"}})};

    /// On ci the first test fails. local collects only `local_tests`, and everything passes there.
    explicit Case(std::vector<std::string> local_tests = tests) {
        runner.answer = [local_tests](const runner::SessionSpec& spec) {
            const bool bad = spec.side.name == "ci";
            const bool asked_for = !spec.side.selection.targets.empty();
            return recorded(recording_of(spec.side, bad || asked_for ? tests : local_tests,
                                         [&](const std::string& id) { return bad && id == tests[0]; }));
        };
    }
};

std::vector<std::string> phases(const ScriptedRunner& runner) {
    std::vector<std::string> result;
    for (const auto& spec : runner.asked) result.push_back(to_string(spec.phase) + " " + to_string(spec.from));
    return result;
}

}  // namespace

TEST_CASE("the base pair is one session of each side, compared") {
    Case c;
    const Base base = run_base(c.runner, c.sides);
    CHECK(phases(c.runner) == std::vector<std::string>{"base bad", "base good"});
    CHECK(c.runner.jobs.front() == c.runner.options().jobs);
    REQUIRE(base.comparison.clusters.size() == 1);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::regression);
    CHECK(base.sessions.size() == 2);
    CHECK(base.notes.empty());
}

TEST_CASE("what only one side collected is run on the other side too") {
    Case c({tests[1]});
    const Base base = run_base(c.runner, c.sides);
    CHECK(phases(c.runner) == std::vector<std::string>{"base bad", "base good", "one-sided good"});
    CHECK(c.runner.asked[2].side.selection.targets == std::vector<std::string>{tests[0]});
    CHECK_FALSE(base.extra_bad);
    REQUIRE(base.extra_good);
    CHECK(base.extra_good->tests.size() == 1);
    REQUIRE(base.comparison.clusters.size() == 1);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::regression);
}

TEST_CASE("what a side cannot run is said in a note, and the comparison stands without it") {
    Case c({tests[1]});
    const auto answer = c.runner.answer;
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        auto outcome = answer(spec);
        if (spec.phase == Phase::one_sided) outcome.fault = "could not be started: no such file";
        return outcome;
    };
    const Base base = run_base(c.runner, c.sides);
    CHECK_FALSE(base.extra_good);
    CHECK(base.notes == std::vector<std::string>{"what local had not collected could not be run there: it could not be "
                                                 "started: no such file"});
    CHECK(base.comparison.clusters.at(0).kind == ClusterKind::one_sided);
}

TEST_CASE("more failing tests than a command line holds are cut, and a note says how many were run") {
    Case c;
    std::vector<std::string> many;
    for (int i = 0; i < 1200; ++i) many.push_back("test_a.py::t" + std::to_string(i));
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        const bool bad = spec.side.name == "ci", asked_for = !spec.side.selection.targets.empty();
        return recorded(recording_of(spec.side, bad || asked_for ? many : std::vector<std::string>{},
                                     [&](const std::string&) { return bad; }));
    };
    const Base base = run_base(c.runner, c.sides);
    CHECK(c.runner.asked.at(2).side.selection.targets.size() == 1000);
    CHECK(base.notes == std::vector<std::string>{"only the first 1000 of 1200 tests that local had not collected were "
                                                 "run: a command line holds no more of them"});
}

TEST_CASE("where a side cannot collect everything, both are run once more with pytest told to go on") {
    Case c;
    const auto goes_on = [](const sides::Side& side) {
        const auto& options = side.selection.options;
        return std::find(options.begin(), options.end(), sides::go_on_collecting) != options.end();
    };
    bool heeded = true;  // without -x, say
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        const bool bad = spec.side.name == "ci", goes = heeded && goes_on(spec.side);
        auto ids = tests;
        if (!bad) ids.push_back("test_b.py::three");
        Recording recording =
            recording_of(spec.side, ids, [&](const std::string& id) { return bad && id == tests[0]; });
        if (!bad) return recorded(recording);
        CollectRecord module;
        module.id = "test_b.py";
        module.outcome = CollectOutcome::failed;
        recording.collection.push_back(module);
        recording.exit_status = goes ? 1 : 2;
        for (auto& test : recording.tests)
            if (!goes) test.outcome = Outcome::not_run, test.phases.clear();
        return recorded(recording);
    };
    SECTION("what else fails is seen then") {
        const Base base = run_base(c.runner, c.sides);
        CHECK(phases(c.runner) == std::vector<std::string>{"base bad", "base good", "base bad", "base good"});
        CHECK(base.went_on);
        CHECK(goes_on(c.sides.bad));
        CHECK(goes_on(c.sides.good));
        CHECK(base.sessions.size() == 4);
        CHECK(base.comparison.clusters.size() == 2);
        REQUIRE(base.notes.size() == 1);
        CHECK(base.notes[0].rfind("ci cannot collect everything, and pytest runs nothing then: ", 0) == 0);
    }
    SECTION("where that changes nothing, everything is as it was") {
        heeded = false;
        const Base base = run_base(c.runner, c.sides);
        CHECK_FALSE(base.went_on);
        CHECK_FALSE(goes_on(c.sides.bad));
        CHECK(base.sessions.size() == 4);
        CHECK(base.sessions.back().id == "s2");  // that of the sides as they are
        CHECK(base.notes.empty());
    }
}

TEST_CASE("with server exceptions raised the failing tests run once more on both sides, and that is evidence only") {
    Case c;
    c.runner.settings().server_exceptions = ServerExceptions::raise;
    const Base base = run_base(c.runner, c.sides);
    CHECK(phases(c.runner) == std::vector<std::string>{"base bad", "base good", "raise bad", "raise good"});
    for (const size_t i : {2, 3}) {
        CHECK(c.runner.asked[i].server_exceptions == ServerExceptions::raise);
        CHECK(c.runner.asked[i].side.selection.targets == std::vector<std::string>{tests[0]});
    }
    CHECK_FALSE(c.runner.asked[0].server_exceptions);
    REQUIRE(base.comparison.clusters.size() == 1);
    REQUIRE(base.comparison.clusters[0].raised);
    CHECK(base.comparison.clusters[0].raised->type == "ValueError");
}

TEST_CASE("a file that was edited meanwhile is named in a note") {
    Case c;
    c.runner.after_batch = [&] { c.runner.files().edit = "app.py was edited while the sessions ran"; };
    CHECK(run_base(c.runner, c.sides).notes == std::vector<std::string>{"app.py was edited while the sessions ran"});
}

TEST_CASE("a base session that could not run ends the command, with the side's name") {
    Case c;
    c.runner.answer = [](const runner::SessionSpec& spec) {
        runner::SessionOutcome outcome;
        if (spec.side.name == "ci") outcome.fault = "setup failed: make: not found";
        outcome.recording = Recording{};
        return outcome;
    };
    try {
        run_base(c.runner, c.sides);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK(std::string(error.what()) == "ci: the session setup failed: make: not found");
    }
}

TEST_CASE("what is installed is known also of a session that died before it could say so") {
    Case c;
    c.runner.answer = [](const runner::SessionSpec&) { return recorded(Recording{}); };
    const Base base = run_base(c.runner, c.sides);
    CHECK(base.bad.distributions.at("six") == "1.17");
    CHECK(base.good.distributions.at("six") == "1.16");
}

TEST_CASE("a test that renames a folder shows the limit of an overlay, and only there") {
    Case c;
    Base base = run_base(c.runner, c.sides);
    c.runner.files().can_rename = false;
    CHECK_FALSE(met_overlay_limit(c.runner, base));
    base.bad.tests.at(0).phases.at(0).chain.at(0).type = "OSError";
    base.bad.tests.at(0).phases.at(0).chain.at(0).message = "[Errno 18] Invalid cross-device link: 'data' -> 'old'";
    CHECK(met_overlay_limit(c.runner, base));
    c.runner.files().can_rename = true;
    CHECK_FALSE(met_overlay_limit(c.runner, base));
    c.runner.files().can_move_out = false;  // into the temporary folder
    CHECK(met_overlay_limit(c.runner, base));
}
