#include "explain/syntax.hpp"

#include "catch.hpp"

using namespace testskew::explain;

namespace {
std::string since(const char* line) {
    const auto found = newer_syntax(line);
    return found.empty() ? "" : found.front().since;
}
}  // namespace

TEST_CASE("newer syntax is told by its line") {
    CHECK(since("match command.split():") == "3.10");
    CHECK(since("case [x, y]:") == "3.10");
    CHECK(since("except* ValueError as group:") == "3.11");
    CHECK(since("except A, B:") == "3.14");
    CHECK(since("type Point = tuple[int, int]") == "3.12");
    CHECK(since("type Pair[T] = tuple[T, T]") == "3.12");
    CHECK(since("def first[T](items: list[T]) -> T:") == "3.12");
    CHECK(since("class Box[T]:") == "3.12");
    CHECK(since("async def f[T](x: T): ...") == "3.12");
    CHECK(since("if (n := len(a)) > 10:") == "3.8");
    CHECK(since("def f(a, /, b):") == "3.8");
    CHECK(since("with (open(a) as f, open(b) as g):") == "3.10");
    CHECK(since("name = f'{x['a']}'") == "3.12");
    CHECK(since("lazy import json") == "3.15");
    CHECK(since("message = t'hello {name}'") == "3.14");
    CHECK(since("flat = [*row for row in rows]") == "3.15");
    CHECK(since("all = {**one for one in settings}") == "3.15");
}

TEST_CASE("ordinary lines hold no newer syntax") {
    for (const char* line : {"match = pattern.match(line)",
                             "match.group(1)",
                             "case = 1",
                             "type = 3",
                             "type(x) == int",
                             "print(type)",
                             "except (A, B):",
                             "except ValueError as e:",
                             "def f(a, b):",
                             "class A(B):",
                             "x = {'a': 1}",
                             "name = f'{x}'",
                             "with open(a) as f:",
                             "value = a / b",
                             "print('a := b')",
                             "x[1:2]",
                             "# match x:",
                             "name = f'{a} and {b}'",
                             "print('it')",
                             "matches(x):",
                             "def f(x:",
                             "[*a, *b]",
                             "f(*a, [x for x in y])",
                             "[* *row for row in rows]",
                             "sum([*a][0] for a in b)",
                             "f(*args) for x"})
        CHECK(newer_syntax(line).empty());
}

TEST_CASE("each form of syntax has a name, a version and something to write instead") {
    struct Row {
        const char *line, *name, *since;
    };
    const Row rows[] = {
        {"@buttons[0].clicked", "any expression as a decorator", "3.9"},
        {"@(lambda f: f)", "any expression as a decorator", "3.9"},
        {"x = tuple[*Ts]", "a star within a subscript", "3.11"},
        {"with (", "with and several items in parentheses", "3.10"},
        {"async with (open(a) as f,", "with and several items in parentheses", "3.10"},
        {"lazy from json import loads", "lazy imports", "3.15"},
        {"f'{\"\\n\".join(a)}'", "the same quotes or a backslash within the braces of an f-string", "3.12"},
        {"x = rf\"{a[\"b\"]}\"", "the same quotes or a backslash within the braces of an f-string", "3.12"},
    };
    for (const Row& row : rows) {
        INFO(row.line);
        const auto found = newer_syntax(row.line);
        REQUIRE(found.size() == 1);
        CHECK(found[0].name == row.name);
        CHECK(found[0].since == row.since);
        CHECK_FALSE(found[0].instead.empty());
    }
}

TEST_CASE("a line can hold several newer forms") {
    const auto found = newer_syntax("def f[T](a: T, /) -> T: return (b := a)");
    REQUIRE(found.size() == 3);
    CHECK(found[0].name == "type parameters in brackets");
    CHECK(found[1].name == "positional-only parameters");
    CHECK(found[2].name == "assignment expressions");
}

TEST_CASE("braces and quotes of an f-string are told apart") {
    for (const char* line :
         {"f'{{x}} {y}'", "f'{x}' + '}'", "f'{a}' f'{b}'", "f\"{a['b']}\"", "buf'x'", "f'''{a['b']}'''", "f'{x"})
        CHECK(newer_syntax(line).empty());
}
