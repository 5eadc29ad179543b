#include "investigation/investigate.hpp"

#include <algorithm>

#include "catch.hpp"
#include "folder.hpp"
#include "support/scripted_runner.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"tests/test_a.py::one", "tests/test_a.py::two", "tests/test_b.py::other"};

/// Two sides that differ in a package, in a variable and in what else is installed. test_a fails with httpx 0.28.
struct Case {
    Folder folder;
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {{"httpx", "0.28.0"}, {"six", "1.17"}}, {{"MODE", "fast"}}),
                          side_with("local", {{"httpx", "0.27.0"}, {"six", "1.16"}}, {{"MODE", "slow"}})};
    InvestigationOptions options;

    Case() {
        options.observe = false;
        options.log = folder.path / "attribution.jsonl";
        runner.answer = [](const runner::SessionSpec& spec) { return recorded(session_of(spec)); };
    }
    /// Has the sides differ in two variables more, so that there are enough hybrids to try suspects.
    void differ_more() {
        for (const char* name : {"LEVEL", "STYLE"}) {
            sides.bad.environ[name] = "a";
            sides.good.environ[name] = "b";
        }
    }
    static bool new_httpx(const runner::SessionSpec& spec) {
        return spec.side.resolution.packages.at("httpx").version == "0.28.0";
    }
    static Recording session_of(const runner::SessionSpec& spec) {
        return recording_of(spec.side, tests, [&](const std::string& id) {
            return new_httpx(spec) && id.rfind("tests/test_a.py", 0) == 0;
        });
    }
    InvestigationResult run() {
        const Base base = run_base(runner, sides);
        runner.asked.clear();
        runner.jobs.clear();
        return investigate(runner, sides, base, options);
    }
    /// The number of sessions that were run in these phases.
    long count(const std::set<Phase>& phases) const {
        return std::count_if(runner.asked.begin(), runner.asked.end(),
                             [&](const runner::SessionSpec& spec) { return phases.count(spec.phase) > 0; });
    }
};

}  // namespace

TEST_CASE("an investigation names the package that the failure follows, with the sessions that show it") {
    Case c;
    const auto result = c.run();
    REQUIRE(result.attribution.clusters.size() == 1);
    const auto& found = result.attribution.clusters[0];
    REQUIRE(found.cause);
    CHECK(found.cause->verdict == VerdictKind::proven);
    CHECK(found.cause->factors == std::vector<Factor>{Factor::packages});
    REQUIRE(found.cause->packages.size() == 1);
    CHECK(found.cause->packages[0].name == "httpx");
    CHECK(result.attribution.done);
    CHECK_FALSE(result.attribution.stopped.any());
    CHECK_FALSE(result.attribution.one_at_a_time);
    CHECK(result.notes.empty());
    // The two base sessions are counted as well.
    CHECK(result.attribution.sessions.size() == c.runner.asked.size() + 2);
    CHECK(c.count({Phase::confirm}) >= 10);
}

TEST_CASE("an investigation that was interrupted goes on where it was, and runs no session twice") {
    Case whole;
    whole.run();
    const size_t all = whole.runner.asked.size();

    Case c;
    size_t sessions = 0;
    const auto answer = c.runner.answer;
    const Base base = run_base(c.runner, c.sides);
    c.runner.asked.clear();
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        if (++sessions > 9) throw Interrupted();
        return answer(spec);
    };
    const auto cut = investigate(c.runner, c.sides, base, c.options);
    CHECK(cut.interrupted);
    CHECK(cut.attribution.stopped == Obstacle{ObstacleKind::stopped, "interrupted"});
    CHECK(cut.attribution.sessions.size() >= 2);
    c.runner.asked.clear();
    c.runner.answer = answer;
    // What had ended of the batch that was interrupted is not run again.
    const auto result = investigate(c.runner, c.sides, base, c.options);
    CHECK_FALSE(result.interrupted);
    CHECK(c.runner.asked.size() == all - 9);
    CHECK(result.attribution.clusters.at(0).cause);
    CHECK(result.attribution.sessions.size() == all + 2);
}

TEST_CASE("an investigation whose budget is spent stops, and says so") {
    Case c;
    c.runner.seconds_per_session = 60;
    c.options.budget = std::chrono::seconds(300);
    const auto result = c.run();
    CHECK(result.attribution.stopped.kind == ObstacleKind::budget_spent);
    CHECK(c.runner.asked.size() <= 6);  // none that would begin later, in the middle of a batch either
    CHECK(c.count({Phase::drill, Phase::observe}) == 0);
}

TEST_CASE("a confirmation may take a tenth of the budget more, and what it then lacks is not shown") {
    Case c;
    const auto all = c.run();
    const std::size_t sessions = c.runner.asked.size();
    REQUIRE(all.attribution.clusters.at(0).cause->verdict == VerdictKind::proven);
    REQUIRE(c.runner.asked.back().phase == Phase::confirm);
    const auto again = [&](std::size_t seconds) {
        c.options.log = c.folder.path / ("attribution" + std::to_string(seconds) + ".jsonl");
        c.options.budget = std::chrono::seconds(seconds);
        return c.run();
    };
    const auto just = again(sessions - 1);
    CHECK(c.runner.asked.size() == sessions);
    CHECK(just.attribution.clusters.at(0).cause->verdict == VerdictKind::proven);
    const auto early = again(sessions - 5);
    CHECK(c.runner.asked.size() < sessions);
    CHECK(early.attribution.clusters.at(0).cause->verdict == VerdictKind::supported);
}

TEST_CASE("without a budget an investigation may take ten times as long as the slower base session") {
    Case c;
    const auto answer = c.runner.answer;
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        auto outcome = answer(spec);
        outcome.recording->seconds = 600;
        return outcome;
    };
    c.runner.seconds_per_session = 600;
    c.runner.settings().timeout = std::chrono::minutes(20);
    const auto result = c.run();
    CHECK(result.attribution.stopped.kind == ObstacleKind::budget_spent);
    CHECK(c.runner.asked.size() >= 10);
    CHECK(c.runner.asked.size() <= 12);
    // Five times the length of a base session would be 50 minutes, so the lower limit of the run counts.
    CHECK(c.runner.asked.back().timeout == std::chrono::minutes(20));
}

TEST_CASE("a hybrid may take five times as long as the slower base session, and half a minute") {
    Case c;
    c.run();
    CHECK(c.runner.asked.front().timeout == std::chrono::seconds(35));
}

TEST_CASE("a batch during which a file was edited counts for nothing") {
    Case c;
    const Base base = run_base(c.runner, c.sides);
    c.runner.asked.clear();
    size_t counted = 0;
    c.runner.after_batch = [&] {
        if (c.runner.asked.size() > 8)
            c.runner.files().edit = "app.py was edited while the sessions ran";
        else
            counted = c.runner.asked.size();
    };
    const auto result = investigate(c.runner, c.sides, base, c.options);
    CHECK(result.attribution.stopped ==
          Obstacle{ObstacleKind::files_changed, "app.py was edited while the sessions ran"});
    CHECK(result.attribution.sessions.size() == counted + 2);
}

TEST_CASE("an investigation ends where the package index cannot be reached") {
    Case c;
    const Base base = run_base(c.runner, c.sides);
    const auto answer = c.runner.answer;
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        const auto& packages = spec.side.resolution.packages;
        return packages == c.sides.bad.resolution.packages || packages == c.sides.good.resolution.packages
                   ? answer(spec)
                   : not_built("no route to host", {}, true);
    };
    const auto result = investigate(c.runner, c.sides, base, c.options);
    CHECK(result.attribution.stopped.kind == ObstacleKind::no_index);
}

TEST_CASE("what a failed build names is learned: no later session asks for it again") {
    Case c;
    // httpx 0.28 cannot be installed beside six 1.16, and the failure follows httpx.
    const auto unbuildable = [](const runner::SessionSpec& spec) {
        return Case::new_httpx(spec) && spec.side.resolution.packages.at("six").version == "1.16";
    };
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        return unbuildable(spec) ? not_built("httpx 0.28.0 needs six>=1.17", {"httpx", "six"})
                                 : recorded(Case::session_of(spec));
    };
    const auto result = c.run();
    CHECK(std::count_if(c.runner.asked.begin(), c.runner.asked.end(), unbuildable) <= 1);
    REQUIRE(result.attribution.clusters.size() == 1);
    CHECK(result.attribution.clusters[0].cause);
}

TEST_CASE("sessions that disagree side by side and agree alone run one at a time to the end of the run") {
    Case c;
    c.options.observe = true;
    c.runner.settings().jobs = 4;
    Base base = run_base(c.runner, c.sides);
    // This is as if the good side had failed too, because the bad side's session ran at the same time.
    base.good =
        recording_of(c.sides.good, tests, [](const std::string& id) { return id.rfind("tests/test_a", 0) == 0; });
    c.runner.asked.clear();
    c.runner.jobs.clear();
    const auto result = investigate(c.runner, c.sides, base, c.options);
    CHECK(result.attribution.one_at_a_time);
    CHECK(std::all_of(c.runner.jobs.begin(), c.runner.jobs.end(), [](int jobs) { return jobs == 1; }));
    CHECK(c.count({Phase::confirm}) >= 10);
    CHECK(c.count({Phase::observe}) >= 4);  // traced sessions are run, too
    REQUIRE(result.notes.size() == 1);
    CHECK_THAT(result.notes[0], ContainsSubstring("no two ran at the same time"));
}

TEST_CASE("the sides are run again at the same time where each has a machine of its own") {
    Case c;
    c.runner.settings().jobs = 8;
    c.runner.settings().machines = 2;
    c.run();
    const auto second = [](const runner::SessionSpec& spec) { return spec.phase == Phase::base && spec.alone; };
    CHECK(std::count_if(c.runner.asked.begin(), c.runner.asked.end(), second) == 2);
    CHECK(std::count(c.runner.jobs.begin(), c.runner.jobs.end(), 2) >= 1);
    CHECK(std::count(c.runner.jobs.begin(), c.runner.jobs.end(), 1) == 0);
}

TEST_CASE("sessions that agree run side by side, as many as the run allows") {
    Case c;
    c.runner.settings().jobs = 4;
    c.run();
    CHECK(std::find(c.runner.jobs.begin(), c.runner.jobs.end(), 4) != c.runner.jobs.end());
    CHECK(std::all_of(c.runner.jobs.begin(), c.runner.jobs.end(), [](int jobs) { return jobs <= 4; }));
}

TEST_CASE("a cluster of more tests than a command line holds is said to be cut") {
    Case c;
    std::vector<std::string> many;
    for (int i = 0; i < 450; ++i) many.push_back("tests/test_a.py::t" + std::to_string(i));
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        return recorded(recording_of(spec.side, many, [&](const std::string&) { return Case::new_httpx(spec); }));
    };
    const auto result = c.run();
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes[0] ==
          "of the 450 tests that fail as tests/test_a.py::t0 does, only the first 400 were run without the others");
}

TEST_CASE("the plan is told as it is carried out, if that is asked for") {
    Case c;
    c.options.explain_plan = true;
    c.run();
    const auto& notes = c.runner.status().notes;
    REQUIRE_FALSE(notes.empty());
    CHECK(std::any_of(notes.begin(), notes.end(), [](const auto& note) { return note.rfind("confirm: ", 0) == 0; }));
}

TEST_CASE("of tests that fail on both sides, differently, the cause of the difference is found") {
    Case c;
    c.runner.answer = [](const runner::SessionSpec& spec) {
        const std::string message = Case::new_httpx(spec) ? "wrong" : "other";
        return recorded(recording_of(spec.side, {tests[0]}, [](const std::string&) { return true; }, message));
    };
    const auto result = c.run();
    REQUIRE(result.attribution.clusters.size() == 1);
    REQUIRE(result.attribution.clusters[0].cause);
    CHECK(result.attribution.clusters[0].cause->verdict == VerdictKind::proven);
    CHECK(result.attribution.clusters[0].cause->packages.at(0).name == "httpx");
}

TEST_CASE("what evidence points to is tried before anything is searched, and told") {
    Case c;
    c.differ_more();
    c.options.observe = true;
    c.options.known_changes = [](const Comparison& comparison) {
        CauseApi change;
        change.name = "httpx.Client", change.package = "httpx";
        return std::vector<UntestedExplanation>{{comparison.clusters.at(0).id, {change}}};
    };
    const auto result = c.run();
    REQUIRE(result.attribution.suspicions.size() == 1);
    CHECK(result.attribution.suspicions[0].why == SuspicionKind::changed);
    CHECK(c.count({Phase::suspect}) == 2);
    CHECK(c.count({Phase::isolate, Phase::search, Phase::hit}) == 0);
    CHECK(result.attribution.clusters.at(0).cause->verdict == VerdictKind::proven);
    // Traced sessions come before the suspects that are read from them, and are not run again.
    const auto first = std::find_if(c.runner.asked.begin(), c.runner.asked.end(),
                                    [](const auto& spec) { return spec.phase == Phase::suspect; });
    const auto traced = [](const runner::SessionSpec& spec) { return spec.phase == Phase::observe; };
    CHECK(std::count_if(c.runner.asked.begin(), first, traced) >= 4);
    CHECK(std::count_if(first, c.runner.asked.end(), traced) == 0);
}

TEST_CASE("a search that was interrupted goes on with the suspects with which it began") {
    Case c;
    c.differ_more();
    size_t asked = 0;
    c.options.known_changes = [&](const Comparison& comparison) {
        ++asked;
        CauseApi change;
        change.name = "httpx.Client", change.package = "httpx";
        return std::vector<UntestedExplanation>{{comparison.clusters.at(0).id, {change}}};
    };
    const auto answer = c.runner.answer;
    const Base base = run_base(c.runner, c.sides);
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        if (spec.phase == Phase::confirm) throw Interrupted();
        return answer(spec);
    };
    CHECK(investigate(c.runner, c.sides, base, c.options).interrupted);
    CHECK(c.count({Phase::suspect}) == 2);
    c.runner.answer = answer;
    c.runner.asked.clear();
    const auto result = investigate(c.runner, c.sides, base, c.options);
    CHECK(asked == 1);
    CHECK(c.count({Phase::suspect}) == 0);
    CHECK(result.attribution.suspicions.size() == 1);
    CHECK(result.attribution.clusters.at(0).cause->verdict == VerdictKind::proven);
}

TEST_CASE("a quick search traces each side once") {
    Case c;
    c.options.observe = c.options.quick = true;
    c.run();
    const long quick = c.count({Phase::observe});
    c.options.quick = false;
    c.options.log = c.folder.path / "another.jsonl";
    c.run();
    CHECK(2 * quick == c.count({Phase::observe}));
}

namespace {

/// A case with a dozen variables more, of which one is the cause, and so many slots.
struct Wide : Case {
    int batches = 0;
    explicit Wide(int slots) {
        for (int i = 0; i < 12; ++i) {
            sides.bad.environ["V" + std::to_string(i)] = "a";
            sides.good.environ["V" + std::to_string(i)] = "b";
        }
        runner.settings().jobs = slots;
        runner.after_batch = [this] { ++batches; };
        runner.answer = [](const runner::SessionSpec& spec) {
            return recorded(recording_of(spec.side, tests, [&](const std::string& id) {
                return spec.side.environ.at("V7") == "a" && id.rfind("tests/test_a.py", 0) == 0;
            }));
        };
    }
};

}  // namespace

TEST_CASE("idle slots run what may be asked for next, so that the same verdict takes fewer rounds") {
    Wide two(2), many(32);
    const auto slow = two.run(), fast = many.run();
    for (const auto* result : {&slow, &fast}) {
        REQUIRE(result->attribution.clusters.size() == 1);
        REQUIRE(result->attribution.clusters[0].cause);
        CHECK(result->attribution.clusters[0].cause->verdict == VerdictKind::proven);
        REQUIRE(result->attribution.clusters[0].cause->variables.size() == 1);
        CHECK(result->attribution.clusters[0].cause->variables[0].name == "V7");
    }
    CHECK(many.batches < two.batches);
    CHECK(many.runner.asked.size() > two.runner.asked.size());
    // All that ran is in the report, also what was never asked for.
    CHECK(fast.attribution.sessions.size() == many.runner.asked.size() + 2);
    const auto unused = std::count_if(
        fast.attribution.sessions.begin(), fast.attribution.sessions.end(),
        [](const SessionSummary& session) { return session.reason.rfind("it may be asked for next", 0) == 0; });
    CHECK(unused > 0);
    CHECK(unused < static_cast<long>(many.runner.asked.size()) - 14);
}

TEST_CASE("nothing runs ahead where that is not wanted") {
    Wide two(2), many(32);
    many.options.run_ahead = false;
    two.run();
    many.run();
    CHECK(many.runner.asked.size() <= two.runner.asked.size() + 2);
}

TEST_CASE("what ran ahead of a file that was edited is forgotten") {
    Wide c(32);
    c.runner.after_batch = [&] {
        if (c.count({Phase::search}) > 0) c.runner.files().edit = "app.py was edited";
    };
    const auto result = c.run();
    CHECK(result.attribution.stopped.kind == ObstacleKind::files_changed);
    CHECK_FALSE(result.attribution.clusters[0].cause);
}
