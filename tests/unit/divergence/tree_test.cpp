#include "divergence/tree.hpp"

#include "catch.hpp"
#include "unit/divergence/story.hpp"

using namespace testskew;
using namespace testskew::divergence;
using Kind = Token::Kind;

namespace {

std::vector<Kind> kinds(const Node& node) {
    std::vector<Kind> result;
    for (const auto& token : node.tokens) result.push_back(token.kind);
    return result;
}

}  // namespace

TEST_CASE("the same text has the same number in every tree") {
    Names names;
    const int one = names.of("one"), two = names.of("two");
    CHECK(one != two);
    CHECK(names.of(std::string("on") + "e") == one);
    CHECK(names.text(two) == "two");
    CHECK_THROWS_AS(names.text(99), std::out_of_range);
}

TEST_CASE("a trace becomes a tree of calls with what happened in them") {
    Story story("t");
    const int first = story.statement(2, "x = f(1)", "Assign", "f(1)", {"f"});
    const int second = story.statement(9, "return a", "Return", "a", {"a"});
    const int test = story.call("test_a.py", "test_t", 1, -1, -1);
    const int f = story.call("app.py", "f", 8, test, first, {{"a", "1"}, {"b", "None"}});
    story.returned(f, second, "1");
    story.local(test, first, "x", "1");
    story.enter(test, second, "body");
    story.raised(test, second, "KeyError");
    story.cut(test);
    const Trace trace = story.take();
    Names names;
    const Tree made = tree(trace, names);
    REQUIRE(made.nodes.size() == 3);
    CHECK(kinds(made.nodes[0]) == std::vector<Kind>{Kind::call});
    CHECK(kinds(made.nodes[1]) == std::vector<Kind>{Kind::call, Kind::local, Kind::enter, Kind::raised, Kind::cut});
    CHECK(kinds(made.nodes[2]) == std::vector<Kind>{Kind::returned});
    CHECK(made.nodes[2].parent == 1);
    CHECK(made.nodes[2].caller == first);
    REQUIRE(made.nodes[2].arguments.size() == 2);
    CHECK(names.text(made.nodes[2].arguments[0].first) == "a");
    CHECK(names.text(made.nodes[2].arguments[0].second) == "1");
    CHECK(made.token(1, 0).child == 2);
    CHECK(names.text(made.token(1, 1).name) == "x");
    CHECK(names.text(made.token(1, 3).value) == "KeyError");
    REQUIRE(made.code(2));
    CHECK(made.code(2)->function == "f");
    CHECK_FALSE(made.code(0));
    REQUIRE(made.statement(first));
    CHECK(made.statement(first)->line == 2);
    CHECK_FALSE(made.statement(-1));
    CHECK_FALSE(made.statement(99));
}

TEST_CASE("the key of an event is the same in another run, wherever its line has moved") {
    const auto token = [](Names& names, int line, const std::string& value) {
        Story story("t");
        const int statement = story.statement(line, "x = 1", "Assign", "1", {});
        story.local(story.call("a.py", "f", line - 1, -1, -1), statement, "x", value);
        const Trace trace = story.take();
        return tree(trace, names).nodes.at(1).tokens.at(0);
    };
    Names names;
    const Token one = token(names, 5, "1"), moved = token(names, 50, "1"), other = token(names, 5, "2");
    CHECK(one.key == moved.key);
    CHECK(one.slot == moved.slot);
    CHECK(one.value == moved.value);
    CHECK(one.key == other.key);
    CHECK(one.value != other.value);
}

TEST_CASE("events that make no sense end the reading; numbers that point nowhere stand for nothing") {
    Trace trace;
    Names names;
    trace.events = {0, 0, -1, -1, 7, 1, 5, 9, 3, 0, 99, 42};  // code 7, texts 5, 9 and 42, statement 99 do not exist
    const Tree made = tree(trace, names);
    REQUIRE(made.nodes.size() == 2);
    CHECK_FALSE(made.code(1));
    REQUIRE(made.nodes[1].tokens.size() == 1);
    CHECK(names.text(made.nodes[1].tokens[0].value).empty());
    for (const auto& events :
         {std::vector<int>{8, 0, 0, 0}, {0, 0, -1, -1, 0, -5}, {0, 0, -1, -1, 0, 20000}, {0, 20000000, -1, -1, 0, 0}}) {
        trace.events = events;
        CHECK(tree(trace, names).nodes.size() == 1);
    }
    trace.events = {3};
    CHECK(tree(trace, names).nodes.size() == 1);
}
