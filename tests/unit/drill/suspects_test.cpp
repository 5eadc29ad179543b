#include "drill/suspects.hpp"

#include "catch.hpp"

using namespace testskew;
using drill::rank_suspects;

namespace {

const std::string polluter = "tests/test_history.py";

/// The modules app and tests are the project's, and test_history is a module in tests.
StateRecord state(const std::string& at, const std::string& id, std::vector<StateChange> changed) {
    for (auto& change : changed) change.project = change.name.rfind("app", 0) == 0 || change.name.rfind("test", 0) == 0;
    return {at, id, std::move(changed)};
}

Failure failure(const std::string& type, const std::string& message, std::vector<Frame> frames = {}) {
    Failure result;
    result.type = type;
    result.message = message;
    result.chain = {{type, message, std::move(frames), "", false, {}}};
    return result;
}

std::string first(const std::vector<StateRecord>& states, const Failure& why,
                  const std::vector<ReachRecord>& reaches = {}) {
    const auto suspects = rank_suspects(states, {polluter}, why, reaches);
    return suspects.empty() ? "" : to_string(suspects.front().change.kind) + " " + suspects.front().change.name;
}

}  // namespace

TEST_CASE("A mock in sys.modules is suspected before other changes where the failure speaks of a mock") {
    const auto why = failure("TypeError", "object MagicMock can't be used in 'await' expression",
                             {{"app/views.py", 8, "load", "await Store().load(job)", true}});
    CHECK(first({state("collect", polluter,
                       {{StateKind::environ, "APP_MODE", std::nullopt, "set"},
                        {StateKind::attribute, "app.views:cache", "None", "dict"},
                        {StateKind::modules, "app.store", "module", "unittest.mock.MagicMock"}})},
                why) == "sys.modules app.store");
}

TEST_CASE("A mock is suspected before an entry of sys.path where the failing code holds a mock") {
    const auto why = failure("AttributeError", "'NoneType' object has no attribute 'status'",
                             {{"lib/convert.py", 4, "convert", "return answer.status", true}});
    const std::vector<StateRecord> states = {
        state("test", polluter + "::test_a",
              {{StateKind::sys_path, "sys.path", "/a", "/lib /a"},
               {StateKind::environ, "EDITOR", std::nullopt, "set"},
               {StateKind::modules, "shelf", std::nullopt, "unittest.mock.MagicMock"}})};
    CHECK(first(states, why) == "sys.path sys.path");
    CHECK(first(states, why, {{"t", {}, {}, true}}) == "sys.modules shelf");
    CHECK(first(states, why, {{"t", {{StateKind::modules, "shelf"}}, {}, false}}) == "sys.modules shelf");
    CHECK(first(states, why, {{"t", {}, {{StateKind::environ, "EDITOR"}}, false}}) == "sys.path sys.path");
}

TEST_CASE("A changed time zone is told by the variable that was set for it, if one was") {
    const auto why = failure("AssertionError", "assert 1 == 2");
    const StateChange zone{StateKind::timezone, "timezone", "UTC/UTC", "JST/JST"};
    const std::vector<ReachRecord> reaches = {{"t", {}, {{StateKind::timezone, "timezone"}}, false}};
    const StateChange other{StateKind::environ, "OTHER", std::nullopt, "set"}, tz{StateKind::environ, "TZ", {}, "set"};
    CHECK(first({state("test", polluter + "::test_a", {zone, other, tz})}, why, reaches) == "environ TZ");
    CHECK(first({state("test", polluter + "::test_a", {zone, other})}, why, reaches) == "timezone timezone");
}

TEST_CASE("What the failing code can reach is suspected before what it cannot") {
    const auto why = failure("AssertionError", "assert 1 == 2");
    const std::vector<StateRecord> states = {state("test", polluter + "::test_a",
                                                   {{StateKind::environ, "EDITOR", std::nullopt, "set"},
                                                    {StateKind::environ, "SHELF_NAME", std::nullopt, "set"},
                                                    {StateKind::container, "app.store:cache[shelf]", "1", "2"}})};
    CHECK(first(states, why, {{"t", {}, {{StateKind::environ, "SHELF_NAME"}}, false}}) == "environ SHELF_NAME");
    CHECK(first(states, why, {{"t", {}, {{StateKind::container, "app.store:cache[shelf]"}}, false}}) ==
          "container app.store:cache[shelf]");
}

TEST_CASE("A variable that the failing line reads is suspected before another one and before a patched library") {
    const auto why =
        failure("AssertionError", "", {{"app/pages.py", 3, "details", "if os.environ.get('APP_DEBUG'):", true}});
    CHECK(first({state("test", polluter + "::test_a",
                       {{StateKind::attribute, "functools:cache", "function cache", "function other"},
                        {StateKind::environ, "EDITOR", std::nullopt, "set"},
                        {StateKind::environ, "APP_DEBUG", std::nullopt, "set"}})},
                why) == "environ APP_DEBUG");
}

TEST_CASE(
    "The working directory is suspected where a file was not found, and not where a name of the project stands in the "
    "traceback") {
    const std::vector<StateRecord> states = {
        state("test", polluter + "::test_a",
              {{StateKind::attribute, "app.money:rate", "function rate", "function <lambda>"},
               {StateKind::cwd, "cwd", "/a", "/b"}})};
    CHECK(first(states, failure("FileNotFoundError", "[Errno 2] No such file or directory: 'data.csv'")) == "cwd cwd");
    CHECK(first(states, failure("AssertionError", "assert 3 == 2",
                                {{"app/money.py", 3, "rate", "return rate(1)", true}})) == "attribute app.money:rate");
}

TEST_CASE("Only what the culprits changed is suspected, and what pytest or the polluter itself owns comes last") {
    const auto why = failure("AssertionError", "assert 1 == 2");
    const std::vector<StateRecord> states = {
        state("collect", "tests/test_other.py", {{StateKind::environ, "A", std::nullopt, "set"}}),
        state("collect", "tests/test_history.py2", {{StateKind::environ, "B", std::nullopt, "set"}}),
        state("test", polluter + "::test_a",
              {{StateKind::attribute, "test_history:seen", "False", "True"},
               {StateKind::attribute, "_pytest.config:x", "None", "dict"},
               {StateKind::container, "app.registry:handlers", "0 items 5", "1 items 7"}})};
    const auto suspects = rank_suspects(states, {polluter}, why, {});
    REQUIRE(suspects.size() == 3);
    CHECK(suspects[0].change.name == "app.registry:handlers");
    CHECK(suspects[0].score >= drill::least_score);
    CHECK(suspects[1].score >= drill::least_score);  // the failing test may be in the same module
    CHECK(suspects[2].change.name == "_pytest.config:x");
    CHECK(suspects[2].score < drill::least_score);
    CHECK(rank_suspects(
              {state("collect", polluter, {{StateKind::container, "app.a:__loader__._names[x]", std::nullopt, "str"}})},
              {polluter}, why, {})
              .front()
              .score < drill::least_score);
}

TEST_CASE("A deed says what was changed, how, and by which test") {
    const auto done = [](const std::string& at, const std::string& id) {
        return drill::deed_of({{StateKind::environ, "APP", std::nullopt, "set"}, at, id, 0, false});
    };
    const auto collected = done("collect", polluter), tested = done("test", polluter + "::test_a[x::y]");
    CHECK(collected.kind == StateKind::environ);
    CHECK(collected.name == "APP");
    CHECK_FALSE(collected.before);
    CHECK(collected.after == "set");
    CHECK(collected.collected);
    CHECK(collected.test.empty());
    CHECK_FALSE(tested.collected);
    CHECK(tested.test == "test_a[x::y]");
    const auto unknown = drill::deed_of({{StateKind::other, "new state x", "1", "2"}, "test", polluter, 0, false});
    CHECK(unknown.kind == StateKind::other);
    CHECK(unknown.name == "new state x");
}

TEST_CASE("Without a hint in the failure, changes are suspected in the order of how far they reach") {
    const std::vector<StateKind> process = {StateKind::environ,  StateKind::timezone,  StateKind::umask,
                                            StateKind::sys_path, StateKind::meta_path, StateKind::signal,
                                            StateKind::warnings, StateKind::thread};
    std::vector<StateChange> changed;
    for (auto kind = process.rbegin(); kind != process.rend(); ++kind) changed.push_back({*kind, "x", "1", "2"});
    const auto suspects = rank_suspects({state("test", polluter + "::t", changed)}, {polluter},
                                        failure("AssertionError", "assert 1 == 2"), {});
    std::vector<StateKind> ranked;
    for (const auto& suspect : suspects) ranked.push_back(suspect.change.kind);
    CHECK(ranked == process);
    CHECK(suspects.front().score >= drill::least_score);
    CHECK(suspects.back().score < suspects.front().score);
}

TEST_CASE("Of the project's own state, a module that was replaced is suspected before an attribute and a container") {
    const auto suspects = rank_suspects({state("test", polluter + "::t",
                                               {{StateKind::container, "app.store:cache[k]", "1", "2"},
                                                {StateKind::attribute, "app.store:size", "1", "2"},
                                                {StateKind::modules, "app.store", "module", "module"}})},
                                        {polluter}, failure("AssertionError", "assert 1 == 2"), {});
    std::vector<StateKind> ranked;
    for (const auto& suspect : suspects) ranked.push_back(suspect.change.kind);
    CHECK(ranked == std::vector<StateKind>{StateKind::modules, StateKind::attribute, StateKind::container});
}
