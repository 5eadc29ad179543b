#include "ci/expression.hpp"

#include "catch.hpp"

using namespace testskew::ci;

namespace {

Worth lookup(const std::string& name) {
    if (name == "matrix.python") return {3.12};
    if (name == "matrix.os") return {"ubuntu-latest"};
    if (name == "env.EMPTY") return {""};
    if (name.starts_with("secrets.")) return unknown_worth(name);
    return {nlohmann::json()};
}

std::string worth(const std::string& text) {
    const Worth found = evaluate(text, lookup);
    return found.known ? text_of(found.value) : "? " + found.why;
}

}  // namespace

TEST_CASE("expressions of GitHub are worth what GitHub says") {
    CHECK(worth("matrix.tox || format('py{0}', matrix.python)") == "py3.12");
    CHECK(worth("matrix.python == '3.12'") == "true");
    CHECK(worth("!startsWith(matrix.os, 'UBUNTU')") == "false");
    CHECK(worth("contains(fromJSON('[1]'))") == worth("contains()"));
    CHECK(worth("contains(fromJSON('[\"a\",\"b\"]'), 'B') && 'yes' || 'no'") == "yes");
    CHECK(worth("endsWith('x.yml', '.yml') != false") == "true");
    CHECK(worth("matrix['os']") == "ubuntu-latest");
    CHECK(worth("'it''s'") == "it's");
    CHECK(worth("env.EMPTY || 'else'") == "else");
    CHECK(worth("always() && !cancelled()") == "true");
    CHECK(worth("join(fromJSON('[1,2]'), '-')") == "1-2");
}

TEST_CASE("what only a run knows stays unknown, unless it does not matter") {
    CHECK(worth("secrets.TOKEN") == "? secrets.TOKEN");
    CHECK(worth("'known' || secrets.TOKEN") == "known");
    CHECK(worth("secrets.TOKEN && false") == "false");
    CHECK(worth("secrets.TOKEN == 'x'") == "? secrets.TOKEN");
    CHECK(worth("hashFiles('x')").starts_with("? "));
    CHECK(worth("a b").starts_with("? "));
    CHECK(worth("((((") == "? the expression ((((");
}

TEST_CASE("a text keeps what is unknown in it without blanks") {
    std::vector<std::string> unknown;
    CHECK(interpolated("py${{ matrix.python }} ${{ secrets.T }}!", lookup, unknown) == "py3.12 ${{secrets.T}}!");
    CHECK(unknown == std::vector<std::string>{"secrets.T"});
    CHECK(interpolated("${{ no end", lookup, unknown) == "${{ no end");
    CHECK(is_true(condition("${{ matrix.python == 3.12 }}", lookup).value));
}
