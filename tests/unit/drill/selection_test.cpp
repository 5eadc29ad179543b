// Tests how the part of a selection that makes a test fail is found, and the line that does it.
#include "catch.hpp"
#include "drill/drills.hpp"
#include "drill_case.hpp"
#include "folder.hpp"

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
    Folder folder;
    std::vector<StateRecord> states;   ///< what a session that observes the state records
    std::vector<WatchRecord> watches;  ///< what a session that watches a suspect records

    explicit Case(bool needed = false) : DrillCase(side("ci", {}), side("local", {}), {}, differences(needed)) {
        finding.sets = {{static_cast<int>(factors.deltas.size()) - 1}};
        folder.write("app.py", "");
        runner.files().place = folder.path;
        runner.answer = [this](const runner::SessionSpec& spec) {
            Recording recording = support::recording_of(spec.side, tests, [](const std::string&) { return true; });
            if (spec.observe == "\"state\"") recording.states = states;
            if (spec.observe.find("watch") != std::string::npos) recording.watches = watches;
            return support::recorded(std::move(recording));
        };
        states = {{"collect", polluter, {{StateKind::modules, "app", "module", "unittest.mock.MagicMock"}}}};
        watches = {{"collect", polluter, polluter, 4, "<module>", "sys.modules['app'] = Mock()", {}, {}, 0}};
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
        return drill_selection(b, problem, finding.sets[0], finding.sets[0][0]);
    }
};

}  // namespace

TEST_CASE("the line that pollutes is found by one session with the state and one that watches") {
    Case c;
    const auto found = c.drilled();
    CHECK(sentence_of(found) == "test_first.py:4 puts a MagicMock into sys.modules['app'] when it is collected");
    REQUIRE(found.at.size() == 1);
    CHECK(found.at[0].path == polluter);
    CHECK(found.at[0].line == 4);
    REQUIRE(c.runner.asked.size() == 2);
    CHECK(c.runner.asked[0].phase == Phase::observe);
    CHECK(c.runner.asked[0].side.selection.targets ==
          std::vector<std::string>{polluter, "test_a.py::one", "test_a.py::two"});
    CHECK(c.runner.asked[1].observe.find("\"name\":\"app\"") != std::string::npos);
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

TEST_CASE(
    "without a line the deed is told; without a suspect the module alone, after the whole selection was observed") {
    Case c;
    SECTION("no line") {
        c.watches.clear();
        const auto found = c.drilled();
        CHECK(sentence_of(found) == "test_first.py puts a MagicMock into sys.modules['app'] when it is collected");
        CHECK(found.at.at(0).line == 0);
    }
    SECTION("no suspect") {
        c.states.clear();
        const auto found = c.drilled();
        CHECK(sentence_of(found) == "test_first.py leaves something behind that makes 2 tests fail");
        REQUIRE(c.runner.asked.size() == 2);
        CHECK(c.runner.asked[1].side.selection.targets.empty());
    }
}

TEST_CASE("a module that the tests need is looked at on the side that has it") {
    Case c(true);
    const auto found = c.drilled();
    CHECK(sentence_of(found).rfind("2 tests pass only after test_first.py: test_first.py:4 puts", 0) == 0);
    CHECK(c.runner.asked.at(0).side.name == "local, observed");
}

TEST_CASE("a budget that is spent leaves the module named, and says that the line was not looked for") {
    Case c;
    c.options.stopped = {ObstacleKind::budget_spent};
    const auto found = c.drilled();
    CHECK(c.runner.asked.empty());
    CHECK(caveat_of(found) == "the line that does it was not looked for: the budget is spent");
    CHECK(sentence_of(found) == "test_first.py leaves something behind that makes 2 tests fail");
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
