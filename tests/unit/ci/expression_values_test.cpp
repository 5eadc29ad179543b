#include "ci/expression_values.hpp"

#include <cmath>

#include "catch.hpp"

using namespace testskew::ci;
using nlohmann::json;

namespace {

/// What a function gives, as text; "?" if that is not known.
std::string called(const std::string& name, const std::vector<json>& given) {
    const Worth worth = call_known(name, given);
    return worth.known ? text_of(worth.value) : "?";
}

}  // namespace

TEST_CASE("values become numbers, texts and conditions as GitHub has it") {
    CHECK(number_of(json(" 12 ")) == 12);
    CHECK(number_of(json("")) == 0);
    CHECK(number_of(json()) == 0);
    CHECK(number_of(json(true)) == 1);
    CHECK(std::isnan(number_of(json("1a"))));
    CHECK(std::isnan(number_of(json::array())));
    CHECK(text_of(json(true)) == "true");
    CHECK(text_of(json(3)) == "3");
    CHECK(text_of(json(3.10)) == "3.1");
    CHECK(text_of(json::array()) == "Array");
    CHECK(text_of(json::object()) == "Object");
    CHECK(text_of(json()).empty());
    CHECK_FALSE(is_true(json("")));
    CHECK_FALSE(is_true(json(0)));
    CHECK_FALSE(is_true(json()));
    CHECK(is_true(json("false")));
    CHECK(is_true(json::array()));
}

TEST_CASE("values are equal without regard to case, and by number if their types differ") {
    CHECK(equal(json("Linux"), json("linux")));
    CHECK(equal(json("1"), json(1)));
    CHECK(equal(json(), json("")));
    CHECK(equal(json(true), json(1)));
    CHECK_FALSE(equal(json("a"), json(0)));
    CHECK_FALSE(equal(json::array({1}), json(1)));
    CHECK(equal(json::array({1}), json::array({1})));
}

TEST_CASE("functions of known arguments are worked out") {
    CHECK(called("contains", {"Hello", "ell"}) == "true");
    CHECK(called("contains", {json::array({"a", "B"}), "b"}) == "true");
    CHECK(called("contains", {json::array({"ab"}), "b"}) == "false");
    CHECK(called("contains", {"a"}) == "?");
    CHECK(called("startswith", {"refs/heads/main", "REFS/"}) == "true");
    CHECK(called("endswith", {"a.py", ".js"}) == "false");
    CHECK(called("join", {json::array({1, "a"})}) == "1,a");
    CHECK(called("join", {json::array({1, "a"}), " "}) == "1 a");
    CHECK(called("join", {"one"}) == "one");
    CHECK(called("format", {"{0}-{1}-{0} {{x}}", "a", 2}) == "a-2-a {x}");
    CHECK(called("format", {"{3}|"}) == "|");
    CHECK(called("format", {"{ open"}) == "{ open");
    CHECK(called("fromjson", {"[1"}) == "?");
    CHECK(called("fromjson", {"\"x\""}) == "x");
    CHECK(called("tojson", {json("x")}) == "\"x\"");
    CHECK(called("hashfiles", {"x"}) == "?");
}
