#include "report/folded.hpp"

#include "catch.hpp"

using testskew::report::without_names_of_one_test;

TEST_CASE("failures of one kind are told once, whatever their local functions are called") {
    CHECK(without_names_of_one_test("Can't pickle <function test_a.<locals>.first at 0x7f00aa>: it's not found as "
                                    "test_runner.test_a.<locals>.first") ==
          "Can't pickle <function <local> at <address>>: it's not found as <local>");
    CHECK(without_names_of_one_test("f.<locals>.g.<locals>.<lambda>") == "<local><lambda>");
    CHECK(without_names_of_one_test("assert 10x20 == 0") == "assert 10x20 == 0");
    CHECK(without_names_of_one_test("").empty());
}
