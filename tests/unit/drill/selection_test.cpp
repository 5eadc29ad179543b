// Tests how the part of a selection that makes a test fail is found, and the line that does it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "catch.hpp"
#include "drill/drills.hpp"
#include "drill_case.hpp"

using namespace testskew;
using namespace testskew::drill;

namespace {

const std::string polluter = "test_first.py";

sides::Side side(const char* name, std::vector<std::string> targets) {
    sides::Side result = support::side_with(name, {});
    result.selection.targets = std::move(targets);
    return result;
}

/// The side ci runs test_first.py before test_a.py, and local does not.
struct Case : DrillCase {
    bool needed;
    std::vector<StateRecord> states;   ///< what a session that observes the state records
    std::vector<WatchRecord> watches;  ///< what a session that watches a suspect records
    std::set<std::string> guilty;      ///< the names of what has to be undone, all of it
    std::set<std::string> guilty_ids;  ///< in which tests it has to be undone, if that matters
    std::string only_when;             ///< undoing helps only in this way: "line", "end", "forget"; "": in any
    bool imports_anew = false;         ///< it helps to forget modules, whatever is undone
    bool uncovers = false;             ///< where it helps, another failure comes instead
    bool fails_when_watched = true;    ///< the problem is there when lines are followed
    std::string breaks_when;           ///< undone in this way the polluter's own test fails, and pollutes no more

    explicit Case(bool is_needed = false)
        : DrillCase(side("ci", {}), side("local", {}), {}, differences(is_needed)), needed(is_needed) {
        finding.sets = {{static_cast<int>(factors.deltas.size()) - 1}};
        runner.answer = [this](const runner::SessionSpec& spec) {
            const auto wanted = nlohmann::json::parse(spec.observe);
            const bool watched = wanted.contains("watch"), undone = wanted.contains("undo");
            const bool clean = undone ? undoing_helps(wanted["undo"]) : watched && !fails_when_watched;
            const bool other = clean && uncovers;
            Recording recording = support::recording_of(
                spec.side, tests, [&](const std::string&) { return other || clean == needed; },
                other ? "another failure" : "wrong");
            TestRecord own;
            own.id = polluter + "::t";
            own.outcome = undone && wanted["undo"]["when"] == breaks_when ? Outcome::failed : Outcome::passed;
            recording.tests.push_back(own);
            if (wanted == "state") recording.states = states;
            if (watched) recording.watches = watches;
            if (undone)
                for (const auto& change : wanted["undo"]["changes"])
                    recording.undone.push_back({polluter, {StateKind::other, change["name"]}});
            return support::recorded(std::move(recording));
        };
        states = {{"collect", polluter, {{StateKind::modules, "app", "module", "unittest.mock.MagicMock"}}}};
        guilty = {"app"};
        watches = {{"collect", polluter, polluter, 4, "<module>", "sys.modules['app'] = Mock()", {}, {}, 0}};
    }
    bool undoing_helps(const nlohmann::json& undo) const {
        std::set<std::string> missing = guilty;
        for (const auto& change : undo["changes"]) {
            const auto ids = change["ids"].get<std::set<std::string>>();
            if (std::includes(ids.begin(), ids.end(), guilty_ids.begin(), guilty_ids.end()))
                missing.erase(change["name"].get<std::string>());
        }
        if (undo["when"] == breaks_when) return true;
        const bool forgets = !undo["forget"].empty();
        if (forgets && imports_anew) return true;
        const std::string way = forgets ? "forget" : undo["when"].get<std::string>();
        return missing.empty() && (only_when.empty() || only_when == way);
    }
    /// Adds innocent changes that look more suspicious than the one of a logger.
    void hide_it_behind(int innocent) {
        auto& changed = states[0].changed;
        changed.clear();
        for (int i = 0; i < innocent; ++i)
            changed.push_back({StateKind::environ, "V" + std::to_string(i), std::nullopt, "set"});
        changed.push_back({StateKind::logging, "root", "level 30", "level 10"});
        guilty = {"root"};
    }
    /// If `needed` is true, the good side has the module, and the tests need it.
    static sides::SelectionDifferences differences(bool needed) {
        sides::SelectionDifferences d;
        d.bad.targets = {"."};
        d.good.targets = {"test_a.py"};
        d.bad_collected = {{polluter, "test_a.py"}, {polluter + "::t", "test_a.py::one", "test_a.py::two"}, "", ""};
        d.good_collected = {{"test_a.py"}, {"test_a.py::one", "test_a.py::two"}, "", ""};
        if (needed) std::swap(d.bad, d.good), std::swap(d.bad_collected, d.good_collected);
        d.targets = true;
        d.modules = {polluter};
        return d;
    }
    Found drilled() {
        Bench b = bench();
        return drill_selection(b, drilled_cluster, finding.sets[0], finding.sets[0][0]);
    }
};

}  // namespace

TEST_CASE("the line that pollutes is named after a session in which just its change is undone") {
    Case c;
    const auto found = c.drilled();
    CHECK(sentence_of(found) == "test_first.py:4 puts a MagicMock into sys.modules['app'] when it is collected");
    REQUIRE(found.at.size() == 1);
    CHECK(found.at[0].path == polluter);
    CHECK(found.at[0].line == 4);
    CHECK(found.at[0].shown);
    REQUIRE(c.runner.asked.size() == 3);
    CHECK(c.runner.asked[0].phase == Phase::observe);
    CHECK(c.runner.asked[0].side.selection.targets ==
          std::vector<std::string>{polluter, "test_a.py::one", "test_a.py::two"});
    CHECK(nlohmann::json::parse(c.runner.asked[1].observe) ==
          nlohmann::json::parse(R"({"undo":{"changes":[{"what":"sys.modules","name":"app","ids":["test_first.py"]}],
                                    "when":"line","forget":[]}})"));
    CHECK(c.runner.asked[1].reason == "what if sys.modules app is undone at once?");
    CHECK(c.runner.asked[2].observe.find("watch") != std::string::npos);
}

TEST_CASE("a line in another file is told with the line of the module that led there") {
    Case c;
    c.watches[0].path = "helpers.py";
    c.watches[0].line = 30;
    c.watches[0].caller = 2;
    const auto found = c.drilled();
    CHECK(found.at.at(0).line == 2);
    CHECK(sentence_of(found) ==
          "test_first.py:2 puts a MagicMock into sys.modules['app'] when it is collected (helpers.py:30)");
}

TEST_CASE("a change that was shown is told although its line was not found") {
    Case c;
    c.watches.clear();
    const auto found = c.drilled();
    CHECK(sentence_of(found) == "test_first.py puts a MagicMock into sys.modules['app'] when it is collected");
    CHECK(found.at.at(0).line == 0);
}

TEST_CASE("undoing a change may uncover a failure behind it, which counts if the search has seen it") {
    Case c;
    c.uncovers = true;
    CHECK(c.drilled().at.at(0).line == 0);
    c.finding.behind = {DrillCase::fingerprint_of("another failure").digest};
    CHECK(c.drilled().at.at(0).line == 4);
}

TEST_CASE("no line is named that was not shown") {
    Case c;
    const std::string module_alone =
        "test_first.py leaves something behind that makes 2 tests fail (which line is not shown)";
    SECTION("undoing it does not help") { c.guilty = {"something else"}; }
    SECTION("undoing it helps, but so does following the lines") {
        c.only_when = "line";
        c.fails_when_watched = false;
    }
    SECTION("undoing it helps, but so does forgetting what was imported") {
        c.states[0].fresh = 1;
        c.guilty = {"something else"};
        c.imports_anew = true;
    }
    SECTION("a quick run tries the best suspect alone") {
        c.hide_it_behind(3);
        c.options.quick = true;
    }
    const auto found = c.drilled();
    CHECK(sentence_of(found) == module_alone);
    REQUIRE(found.at.size() == 1);
    CHECK(found.at[0].line == 0);
    CHECK_FALSE(found.at[0].shown);
    CHECK_FALSE(found.at[0].deed);
}

TEST_CASE("a change without which the polluter itself breaks is not shown by that") {
    Case c;
    c.guilty = {"something else"};
    c.breaks_when = "line";
    CHECK(c.drilled().at.at(0).line == 0);
    c.breaks_when = "end";
    CHECK(c.drilled().at.at(0).line == 0);
}

TEST_CASE("a change whose session undid nothing is not shown") {
    Case c;
    const auto answer = c.runner.answer;
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        auto outcome = answer(spec);
        outcome.recording->undone.clear();
        return outcome;
    };
    CHECK_FALSE(c.drilled().at.at(0).shown);
}

TEST_CASE("nothing is undone where the failure does not show") {
    Case c;
    c.runner.answer = [&](const runner::SessionSpec& spec) {
        auto recording = support::recording_of(spec.side, c.tests, [](const std::string&) { return false; });
        recording.states = c.states;
        return support::recorded(std::move(recording));
    };
    CHECK_FALSE(c.drilled().at.at(0).shown);
    REQUIRE(c.runner.asked.size() == 2);
    CHECK(c.runner.asked[1].side.selection.targets.empty());
}

TEST_CASE("what was imported meanwhile may have to be forgotten") {
    Case c;
    c.only_when = "forget";
    SECTION("if there is something") {
        c.states[0].fresh = 2;
        CHECK(c.drilled().at.at(0).line == 4);
    }
    SECTION("and not if there is nothing") { CHECK(c.drilled().at.at(0).line == 0); }
}

TEST_CASE("a guilty change behind suspicious ones is found in few sessions") {
    Case c;
    c.hide_it_behind(15);
    c.watches[0].line = 9;
    const auto found = c.drilled();
    CHECK(sentence_of(found) == "test_first.py:9 changes the logger 'root' when it is collected");
    CHECK(c.runner.asked.size() <= 12);
}

TEST_CASE("two changes of which each is enough are both told") {
    Case c;
    c.hide_it_behind(4);
    c.guilty = {"V1", "V3"};
    const auto found = c.drilled();
    CHECK(sentence_of(found) ==
          "test_first.py:4 sets the environment variable V1 when it is collected, and test_first.py:4 sets the "
          "environment variable V3 when it is collected (either is enough)");
    REQUIRE(found.at.size() == 2);
    CHECK(found.at[1].shown);
}

TEST_CASE("of several tests that change the same state, the one is told whose undoing helps") {
    Case c;
    c.states.clear();
    c.watches.clear();
    for (int i = 1; i <= 3; ++i) {
        const std::string id = polluter + "::t" + std::to_string(i);
        c.states.push_back({"test", id, {{StateKind::environ, "V", std::nullopt, "set"}}});
        c.watches.push_back({"test", id, polluter, 10 * i, "t", "os.environ['V'] = '1'", {}, {}, 0});
    }
    c.guilty = {"V"};
    SECTION("the last one") {
        CHECK(sentence_of(c.drilled()) == "test_first.py:30 sets the environment variable V in t3");
        CHECK(c.runner.asked.size() == 4);
    }
    SECTION("the first one") {
        c.guilty_ids = {polluter + "::t1"};
        CHECK(sentence_of(c.drilled()) == "test_first.py:10 sets the environment variable V in t1");
    }
    SECTION("either of two") {
        c.states.pop_back();
        c.guilty_ids = {polluter + "::t1", polluter + "::t2"};
        CHECK(sentence_of(c.drilled()) ==
              "test_first.py:10 sets the environment variable V in t1, and test_first.py:20 sets the environment "
              "variable V in t2 (either is enough)");
    }
    SECTION("either of two, but a quick run did not show that") {
        c.states.pop_back();
        c.options.quick = true;
        CHECK(sentence_of(c.drilled()) == "test_first.py sets the environment variable V");
    }
    SECTION("any of three, in one line") {
        c.guilty_ids = {polluter + "::t1", polluter + "::t2", polluter + "::t3"};
        for (auto& watch : c.watches) watch.line = 7;
        CHECK(sentence_of(c.drilled()) == "test_first.py:7 sets the environment variable V in t1");
    }
    SECTION("any of three, in three lines: none of them is shown") {
        c.guilty_ids = {polluter + "::t1", polluter + "::t2", polluter + "::t3"};
        const auto found = c.drilled();
        CHECK(sentence_of(found) == "test_first.py sets the environment variable V");
        CHECK(found.at.at(0).line == 0);
    }
}

TEST_CASE("without a suspect the module alone is told, after the whole selection was observed") {
    Case c;
    c.states.clear();
    const auto found = c.drilled();
    CHECK(sentence_of(found) ==
          "test_first.py leaves something behind that makes 2 tests fail (which line is not shown)");
    REQUIRE(c.runner.asked.size() == 2);
    CHECK(c.runner.asked[1].side.selection.targets.empty());
}

TEST_CASE("a module that the tests need is looked at on the side that has it") {
    Case c(true);
    const auto found = c.drilled();
    CHECK(sentence_of(found).rfind("2 tests pass only after test_first.py: test_first.py:4 puts", 0) == 0);
    CHECK(c.runner.asked.at(0).side.name == "local, observed");
    CHECK(found.at.at(0).shown);
}

TEST_CASE("a budget that is spent leaves the module named, and says that the line was not looked for") {
    Case c;
    c.options.stopped = {ObstacleKind::budget_spent};
    const auto found = c.drilled();
    CHECK(c.runner.asked.empty());
    CHECK(caveat_of(found) == "the line that does it was not looked for: the budget is spent");
    CHECK(sentence_of(found) ==
          "test_first.py leaves something behind that makes 2 tests fail (which line is not shown)");
}

TEST_CASE("a budget that ends in the search names no line") {
    Case c;
    c.hide_it_behind(15);
    c.options.deadline = c.runner.now() + std::chrono::seconds(5);
    const auto found = c.drilled();
    CHECK(c.runner.asked.size() == 5);
    CHECK_FALSE(found.at.at(0).shown);
    CHECK(found.caveats.size() == 1);
}

TEST_CASE("the order of targets is told by what runs before the failing tests") {
    Case c;
    c.finding.sets = {{0}};
    REQUIRE(c.factors.deltas[0].kind == sides::SwapDelta::Kind::targets);
    const auto found = c.drilled();
    CHECK(sentence_of(found) ==
          "test_first.py:4 puts a MagicMock into sys.modules['app'] when it is collected, which runs before 2 tests in "
          "ci and not in local");
}

TEST_CASE("a test of the same module that runs before is named, although no line of it is shown") {
    Case c;
    c.finding.sets = {{0}};
    c.states.clear();
    auto& selection = c.factors.selection;
    selection.bad_collected.selected = {"test_a.py::zero", "test_a.py::one", "test_a.py::two"};
    selection.good_collected.selected = {"test_a.py::one", "test_a.py::zero", "test_a.py::two"};
    selection.bad_collected.modules = selection.good_collected.modules = {"test_a.py"};
    CHECK(sentence_of(c.drilled()) ==
          "test_a.py::zero (which line is not shown), which runs before 2 tests in ci and not in local");
}
