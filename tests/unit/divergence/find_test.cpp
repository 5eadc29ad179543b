#include "divergence/find.hpp"

#include "catch.hpp"
#include "unit/divergence/story.hpp"

using namespace testskew;
using divergence::Sessions;

namespace {

/// A test whose result depends on whether a key is set. `noise` is a number without meaning.
Trace key_test(const std::string& id, const std::string& key, bool fails, const std::string& noise = "1") {
    Story story(id);
    const int assertion = story.statement(5, "assert check(None) == 401", "Assert", "check(None) == 401", {"check"});
    const int asked = story.statement(21, "return os.environ.get('KEY')", "Return", "os.environ.get('KEY')",
                                      {"os", "environ", "get"}, "os.environ.get('KEY')");
    const int assigned = story.statement(30, "key = expected()", "Assign", "expected()", {"expected"});
    const int head = story.statement(31, "if not key:", "If", "not key", {"key"});
    const int answered = story.statement(key == "None" ? 32 : 33, key == "None" ? "return 200" : "return 401", "Return",
                                         key == "None" ? "200" : "401", {});
    const int shown = story.statement(29, "number = random()", "Assign", "random()", {"random"});
    const int test = story.call("test_a.py", "test_" + id, 4, -1, -1);
    const int check = story.call("app.py", "check", 28, test, assertion, {{"given", "None"}});
    story.local(check, shown, "number", noise);
    const int expected = story.call("app.py", "expected", 20, check, assigned);
    story.returned(expected, asked, key);
    story.local(check, assigned, "key", key);
    if (key == "None") story.enter(check, head, "body");
    story.returned(check, answered, key == "None" ? "200" : "401");
    if (fails)
        story.raised(test, assertion, "AssertionError");
    else
        story.returned(test, assertion, "None");
    return story.take();
}

}  // namespace

TEST_CASE("the first place where two runs part is the value that came out differently first") {
    const Recording bad = recording_of({key_test("t", "None", true)}), good = recording_of({key_test("t",
                                                                                                     "a value\x01"
                                                                                                     "12ab",
                                                                                                     false)});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->path == "app.py");
    CHECK(found->line == 21);
    CHECK(found->function == "expected");
    CHECK(found->text == "os.environ.get('KEY')");
    CHECK(found->bad == "None");
    CHECK(found->good == "a value");
    CHECK(found->certain);
}

TEST_CASE("what differs between two sessions of one side is no place where they part") {
    const Recording bad = recording_of({key_test("t", "None", true, "7")}),
                    good = recording_of({key_test("t", "a value", false, "8")});
    const Recording again = recording_of({key_test("t", "None", true, "9")});
    CHECK(Sessions(bad, good, nullptr, nullptr, {}).first("t")->line == 29);
    CHECK(Sessions(bad, good, &again, nullptr, {}).first("t")->line == 21);
    const Recording good_again = recording_of({key_test("t", "a value", false, "9")});
    CHECK(Sessions(bad, good, nullptr, &good_again, {}).first("t")->line == 21);
}

TEST_CASE("where passing tests part too the place is still found, from what only the failing test shows") {
    const Recording bad = recording_of({key_test("t", "None", true), key_test("passes", "None", false)});
    const Recording good = recording_of({key_test("t", "a value", false), key_test("passes", "a value", false)});
    const auto found = Sessions(bad, good, nullptr, nullptr, {"passes"}).first("t");
    REQUIRE(found);
    CHECK(found->certain);
    CHECK(found->line == 21);
}

TEST_CASE("a passing test that parts only where others do is not certain to part") {
    const Recording bad = recording_of({key_test("t", "None", false), key_test("passes", "None", false)});
    const Recording good = recording_of({key_test("t", "a value", false), key_test("passes", "a value", false)});
    const auto found = Sessions(bad, good, nullptr, nullptr, {"t", "passes"}).first("t");
    REQUIRE(found);
    CHECK_FALSE(found->certain);
}

TEST_CASE("runs that are alike do not part, and a test that was not traced says nothing") {
    const Recording bad = recording_of({key_test("t", "None", true)});
    CHECK_FALSE(Sessions(bad, bad, nullptr, nullptr, {}).first("t"));
    CHECK_FALSE(Sessions(bad, bad, nullptr, nullptr, {}).first("other"));
}

TEST_CASE("a name of a module that was set differently when it was imported is the place") {
    const auto imports = [](const std::string& limit) {
        Story story("");
        const int assigned = story.statement(3, "LIMIT = read()", "Assign", "read()", {"read"});
        story.local(story.call("settings.py", "<module>", 1, -1, -1), assigned, "LIMIT", limit);
        return story.take();
    };
    const auto test = [](const std::string& result) {
        Story story("t");
        const int taken = story.statement(8, "return items[:settings.LIMIT]", "Return", "items[:settings.LIMIT]",
                                          {"items", "settings", "LIMIT"});
        story.returned(story.call("app.py", "take", 7, -1, -1, {{"items", "[1, 2]"}}), taken, result);
        return story.take();
    };
    const Recording bad = recording_of({imports("1"), test("[1]")}),
                    good = recording_of({imports("2"), test("[1, 2]")});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->path == "settings.py");
    CHECK(found->bad == "1");
}

TEST_CASE("a module that only one side could import is the place") {
    const auto imports = [](bool there) {
        Story story("");
        const int wanted = story.statement(2, "import quickjson as json", "Import", "", {}),
                  other = story.statement(4, "import json", "Import", "", {});
        const int head = story.statement(3, "except ImportError:", "except", "", {});
        const int module = story.call("codec.py", "<module>", 1, -1, -1);
        if (there) return story.local(module, wanted, "json", "module quickjson"), story.take();
        story.raised(module, wanted, "ModuleNotFoundError");
        story.enter(module, head, "except");
        story.local(module, other, "json", "module json");
        return story.take();
    };
    const auto test = [](const std::string& value) {
        Story story("t");
        const int returns =
            story.statement(7, "return json.dumps(value)", "Return", "json.dumps(value)", {"json", "dumps", "value"});
        const int call = story.call("codec.py", "dumps", 6, -1, -1);
        story.returned(call, returns, value);
        return story.take();
    };
    const Recording bad = recording_of({imports(false), test("'{\"a\": 1}'")}),
                    good = recording_of({imports(true), test("'{\"a\":1}'")});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->path == "codec.py");
    CHECK(found->line == 2);
    CHECK(found->bad == "raises ModuleNotFoundError");
}

TEST_CASE("a result that one side had kept is no place where they part, if something else differs") {
    const auto test = [](bool kept, const std::string& value) {
        Story story("t");
        const int first = story.statement(2, "squares = square(3)", "Assign", "square(3)", {"square"}),
                  second = story.statement(3, "limit = LIMITS.pop()", "Assign", "LIMITS.pop()", {"LIMITS"});
        const int run = story.call("app.py", "run", 1, -1, -1);
        if (!kept) story.returned(story.call("app.py", "square", 8, run, first), first, "9");
        story.local(run, first, "squares", "9");
        story.local(run, second, "limit", value);
        return story.take();
    };
    const auto where = [&](const std::string& bad_limit) {
        const Recording bad = recording_of({test(true, bad_limit)}), good = recording_of({test(false, "1")});
        const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
        return found ? found->line : 0;
    };
    CHECK(where("2") == 3);
    CHECK(where("1") == 2);
}

TEST_CASE("values of a statement that asks for a variable are not shown") {
    const Recording bad = recording_of({key_test("t", "'one'", true)}),
                    good = recording_of({key_test("t", "'two'", false)});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->bad == "one value");
    CHECK(found->good == "another");
}

TEST_CASE("values that differ only beyond what is kept of them are not shown") {
    const auto test = [](const std::string& result) {
        Story story("t");
        const int made = story.statement(8, "return page(x)", "Return", "page(x)", {"page", "x"});
        story.returned(story.call("app.py", "show", 7, -1, -1), made, result);
        return story.take();
    };
    const Recording bad = recording_of({test("'Usage: ...\x01"
                                             "0123456789")}),
                    good = recording_of({test("'Usage: ...\x01"
                                              "abcdef0123")});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->text == "page(x)");
    CHECK(found->bad.empty());
    CHECK(found->good.empty());
}

TEST_CASE("a decision is told by the side that takes it") {
    const auto test = [](bool raises) {
        Story story("t");
        const int parsed = story.statement(8, "return parse(x)", "Return", "parse(x)", {"parse", "x"});
        const int node = story.call("app.py", "load", 7, -1, -1);
        if (raises)
            story.raised(node, parsed, "ValueError");
        else
            story.returned(node, parsed, "3");
        return story.take();
    };
    const Recording bad = recording_of({test(false)}), good = recording_of({test(true)});
    const auto found = Sessions(bad, good, nullptr, nullptr, {}).first("t");
    REQUIRE(found);
    CHECK(found->bad == "does not");
    CHECK(found->good == "raises ValueError");
}

TEST_CASE("events that make no sense are left out") {
    Trace trace;
    trace.test = "t";
    trace.events = {0, 5, 99, -7, 12, 2, 1, 1, 1};
    CHECK_FALSE(Sessions(recording_of({trace}), recording_of({trace}), nullptr, nullptr, {}).first("t"));
    trace.events = {9, 9, 9, 0, 2000000000, 0, 0, 0, 0};
    CHECK_FALSE(Sessions(recording_of({trace}), recording_of({trace}), nullptr, nullptr, {"t"}).first("t"));
}
