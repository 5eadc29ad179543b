#include "trace/traced_sessions.hpp"

#include <algorithm>

#include "catch.hpp"
#include "compare/compare.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::trace;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"test_a.py::fails", "test_a.py::passes"};

struct Case {
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {}), side_with("local", {})};
    Recording bad = session(sides.bad), good = session(sides.good);
    Comparison comparison = compare::compare(bad, good);
    TraceOptions options;

    Case() {
        options.timeout = std::chrono::minutes(5);
        options.seconds = 600;
        options.jobs = 2;
        runner.answer = [](const runner::SessionSpec& spec) { return recorded(traced(session(spec.side))); };
    }
    static Recording session(const sides::Side& side) {
        return recording_of(side, tests, [&](const std::string& id) { return side.name == "ci" && id == tests[0]; });
    }
    static Recording traced(Recording recording) {
        for (const auto& test : recording.tests) {
            Trace trace;
            trace.test = test.id;
            recording.traces.push_back(std::move(trace));
        }
        // Only the failing side looked for a file that did not exist.
        if (recording.profile == "ci")
            recording.missing.push_back(
                {"file", "data/list.json", {"app.py", 3, "load", "open(path)", true}, tests[0]});
        return recording;
    }
    std::vector<SessionSummary> run() { return run_traced(runner, sides, {bad, good}, options, comparison); }
    Cluster& cluster() { return comparison.clusters.at(0); }
};

}  // namespace

TEST_CASE("a traced pair puts what the bad side missed beside the cluster, and its results into the report") {
    Case c;
    const auto sessions = c.run();
    REQUIRE(sessions.size() == 4);
    REQUIRE(c.cluster().missing.size() == 1);
    CHECK(c.cluster().missing[0].name == "data/list.json");
    CHECK(sessions[0].results == std::vector<std::pair<int, CellResult>>{{1, CellResult::fails}});
    CHECK(sessions[1].results == std::vector<std::pair<int, CellResult>>{{1, CellResult::passes}});
    CHECK(sessions[2].results.empty());
    CHECK(std::all_of(c.runner.jobs.begin(), c.runner.jobs.end(), [](int jobs) { return jobs == 2; }));
}

TEST_CASE("sessions run as many at a time as the caller says, and may take the time that is left") {
    Case c;
    c.options.jobs = 1;
    c.options.seconds = 100;
    c.run();
    CHECK(c.runner.jobs.front() == 1);
    CHECK(c.runner.asked.front().timeout == std::chrono::seconds(25));  // four batches of one session each
    Case wide;
    wide.options.jobs = 4;
    wide.options.seconds = 100;
    wide.run();
    CHECK(wide.runner.asked.front().timeout == std::chrono::seconds(100));
}

TEST_CASE("no session is traced if a base session took longer than there is time") {
    Case c;
    c.bad.seconds = 700;
    CHECK(c.run().empty());
    CHECK(c.runner.asked.empty());
}

TEST_CASE("what does not fail and pass as before is no evidence") {
    Case c;
    SECTION("it passes on the bad side") {
        c.runner.answer = [](const runner::SessionSpec& spec) {
            return recorded(Case::traced(recording_of(spec.side, tests, [](const std::string&) { return false; })));
        };
    }
    SECTION("it fails on the good side too") {
        c.runner.answer = [](const runner::SessionSpec& spec) {
            return recorded(
                Case::traced(recording_of(spec.side, tests, [](const std::string& id) { return id == tests[0]; })));
        };
    }
    SECTION("a file was edited meanwhile") { c.runner.files().edit = "app.py was edited while the sessions ran"; }
    SECTION("there is no trace") {
        c.runner.answer = [](const runner::SessionSpec& spec) { return recorded(Case::session(spec.side)); };
    }
    CHECK_FALSE(c.run().empty());
    CHECK(c.cluster().missing.empty());
    CHECK_FALSE(c.cluster().divergence);
}

TEST_CASE("a cluster that is known to pass alone is not traced alone") {
    Case c;
    c.options.passes_alone = {1};
    c.run();
    // Its failure itself says where it comes from, so that the whole selection need not be traced either.
    CHECK(c.runner.asked.empty());
}

TEST_CASE("a failure that says nothing and needs others is traced among these, or later") {
    Case c;
    c.options.passes_alone = {1};
    c.cluster().error.type = "AssertionError";
    SECTION("among all tests") {
        c.run();
        REQUIRE(c.runner.asked.size() == 4);
        CHECK(c.runner.asked[0].side.selection.targets.empty());
    }
    SECTION("among the tests that bring it, whatever a session of all tests takes") {
        c.options.among = {"test_0.py"};
        c.bad.seconds = 200;
        c.run();
        REQUIRE(c.runner.asked.size() == 4);
        CHECK(c.runner.asked[0].side.selection.targets.front() == "test_a.py::fails");
        CHECK(c.runner.asked[0].side.selection.targets.back() == "test_0.py");
    }
    SECTION("later") {
        c.options.together = false;
        c.run();
        CHECK(c.runner.asked.empty());
    }
}

TEST_CASE("the plan of traced sessions is told if that is asked for") {
    Case c;
    c.options.explain_plan = true;
    c.run();
    CHECK(c.runner.status().notes.size() == 4);
    CHECK(c.runner.status().notes[0] == "observe: failing tests, traced");
}
