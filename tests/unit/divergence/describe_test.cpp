#include "divergence/describe.hpp"

#include "catch.hpp"
#include "divergence/branch.hpp"
#include "divergence/origin.hpp"
#include "divergence/shown_values.hpp"
#include "unit/divergence/story.hpp"

using namespace testskew;
using namespace testskew::divergence;
using Pair = std::pair<std::string, std::string>;

namespace {

/// Two runs, and what `describe` makes of one of their differences.
struct Told {
    Names names;
    Trace bad_trace, good_trace;
    Tree bad, good;
    std::vector<divergence::Difference> found;
    divergence::Story story;
    Told(Trace one, Trace other)
        : bad_trace(std::move(one)),
          good_trace(std::move(other)),
          bad(tree(bad_trace, names)),
          good(tree(good_trace, names)),
          found(differences(bad, good, names)),
          story{bad, good, found} {}
    Divergence at(std::size_t index) { return describe({&story, index}, names); }
    /// The index of the difference that led to the one at `from`.
    std::size_t origin_of(std::size_t from) {
        const std::vector<divergence::Difference> none;
        const divergence::Story imports{bad, good, none};
        return origin({&story, from}, imports, names, [](const divergence::Difference&) { return false; }).index;
    }
};

Trace called_with(const std::string& value, const std::string& definition = "def f(n):") {
    ::Story story("t");
    const int calls = story.statement(2, "f(n)", "Expr", "f(n)", {"f", "n"});
    story.statement(7, definition, "FunctionDef", "", {});
    const int test = story.call("test_a.py", "test_t", 1, -1, -1);
    story.call("app.py", "f", 7, test, calls, {{"n", value}});
    return story.take();
}

Trace decides(const std::string& kind, const std::string& word) {
    ::Story story("t");
    const int head = story.statement(3, "head:", kind, "head", {"head"});
    const int f = story.call("app.py", "f", 1, -1, -1);
    if (!word.empty()) story.enter(f, head, word);
    return story.take();
}

}  // namespace

TEST_CASE("an argument is told at the call, or at the definition if that differs") {
    const auto d = Told(called_with("1"), called_with("2")).at(0);
    CHECK(d.text == "the argument n of f");
    CHECK(d.path == "test_a.py");
    CHECK(d.line == 2);
    CHECK(Pair(d.bad, d.good) == Pair("1", "2"));
    const auto redefined = Told(called_with("1", "def f(n=1):"), called_with("2", "def f(n=2):")).at(0);
    CHECK(redefined.path == "app.py");
    CHECK(redefined.source == "def f(n=1):");
}

TEST_CASE("a decision is told as what each side did") {
    const auto branches = [](const std::string& kind, const std::string& bad, const std::string& good) {
        const auto d = Told(decides(kind, bad), decides(kind, good)).at(0);
        return Pair(d.bad, d.good);
    };
    CHECK(branches("If", "body", "") == Pair("true", "false"));
    CHECK(branches("If", "", "orelse") == Pair("true", "false"));
    CHECK(branches("For", "body", "") == Pair("goes on", "ends"));
    CHECK(branches("For", "orelse", "") == Pair("ends", "goes on"));
    CHECK(branches("except", "except", "") == Pair("caught here", "no exception"));
    CHECK(branches("Try", "body", "") == Pair("no exception", "an exception"));
    CHECK(branches("Match", "case 1", "") == Pair("takes `case 1`", "does not"));
}

TEST_CASE("what was done without a decision is told plainly") {
    const auto run = [](const std::string& what) {
        ::Story story("t");
        const int statement = story.statement(2, "work()", "Expr", "work()", {});
        const int f = story.call("app.py", "f", 1, -1, -1);
        if (what == "call") story.call("app.py", "g", 5, f, statement);
        if (what == "set") story.local(f, statement, "x", "1");
        if (what == "return")
            story.returned(f, statement,
                           "3\x01"
                           "xyz");
        return story.take();
    };
    const auto d = Told(run("call"), run("set")).at(0);
    CHECK(Pair(d.bad, d.good) == Pair("calls g", "sets x"));
    const auto returns = Told(run("return"), run("")).at(0);
    CHECK(Pair(returns.bad, returns.good) == Pair("returns 3", "does no more"));
}

TEST_CASE("two exceptions at one place are told by their types") {
    const auto run = [](const std::string& type) {
        ::Story story("t");
        const int statement = story.statement(2, "parse(x)", "Expr", "parse(x)", {"x"});
        story.raised(story.call("app.py", "f", 1, -1, -1), statement, type);
        return story.take();
    };
    const auto d = Told(run("KeyError"), run("ValueError")).at(0);
    CHECK(d.text == "parse(x)");
    CHECK(Pair(d.bad, d.good) == Pair("raises KeyError", "raises ValueError"));
}

TEST_CASE("a variable that a statement does not assign is told by its name") {
    const auto run = [](const std::string& kind, const std::string& value) {
        ::Story story("t");
        const int statement =
            story.statement(2, "for x in os.environ['XS']:", kind, "os.environ['XS']", {"os"}, "os.environ['XS']");
        story.local(story.call("app.py", "f", 1, -1, -1), statement, "x", value);
        return story.take();
    };
    CHECK(Told(run("For", "1"), run("For", "2")).at(0).text == "x, by os.environ['XS']");
    CHECK(Told(run("Assign", "1"), run("Assign", "2")).at(0).text == "os.environ['XS']");
    CHECK(Told(run("Assign", "1"), run("Assign", "None")).at(0).good == "None");
}

TEST_CASE("a difference is followed to the variable, then to the call that gave it") {
    const auto run = [](const std::string& value) {
        ::Story story("t");
        const int assigns = story.statement(2, "x = load()", "Assign", "load()", {"load"});
        const int loads = story.statement(9, "return read()", "Return", "read()", {"read"});
        const int returns = story.statement(3, "return x + 1", "Return", "x + 1", {"x"});
        const int f = story.call("app.py", "f", 1, -1, -1);
        story.returned(story.call("app.py", "load", 8, f, assigns), loads, value);
        story.local(f, assigns, "x", value);
        story.returned(f, returns, value + " + 1");
        return story.take();
    };
    Told told(run("1"), run("2"));
    REQUIRE(told.found.size() == 3);
    CHECK(told.origin_of(2) == 0);
    CHECK(told.at(told.origin_of(2)).function == "load");
}

TEST_CASE("values that may be secrets are not shown, and what is not kept is not made up") {
    CHECK(shown_value("3\x01"
                      "abc",
                      false) == "3");
    CHECK(shown_value("'x'", true) == "a value");
    for (const char* plain : {"None", "True", "False", ""}) CHECK(shown_value(plain, true) == plain);
    const auto both = [](const std::string& bad, const std::string& good, bool secret) {
        Divergence d;
        show_values(d, bad, good, secret);
        return Pair(d.bad, d.good);
    };
    CHECK(both("1", "2", false) == Pair("1", "2"));
    CHECK(both("'a'", "'b'", true) == Pair("one value", "another"));
    CHECK(both("'a'", "None", true) == Pair("a value", "None"));
    CHECK(both("'a\x01"
               "1",
               "'a\x01"
               "2",
               false) == Pair("", ""));
}

TEST_CASE("what the other side did is the opposite") {
    using Kind = Branch::Kind;
    const auto opposite = [](const Branch& branch) { return branch_words(opposite_of(branch)); };
    CHECK(opposite({Kind::is_true}) == "false");
    CHECK(opposite({Kind::is_false}) == "true");
    CHECK(opposite({Kind::ends}) == "goes on");
    CHECK(opposite({Kind::no_exception}) == "an exception");
    CHECK(opposite({Kind::raises, "KeyError"}) == "does not");
}
