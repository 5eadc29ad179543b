#include "model/node_id.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("a node id names its module first") {
    CHECK(module_of("tests/test_a.py::TestC::test_x[a::b]") == "tests/test_a.py");
    CHECK(module_of("tests/test_a.py") == "tests/test_a.py");
    CHECK(module_of("").empty());
    CHECK(within_module("tests/test_a.py::test_x"));
    CHECK_FALSE(within_module("tests/test_a.py"));
    CHECK_FALSE(within_module("a:b"));
}

TEST_CASE("a node is below itself and below the nodes that hold it") {
    CHECK(is_below("a.py", "a.py"));
    CHECK(is_below("a.py::TestC::test_x[1]", "a.py"));
    CHECK(is_below("a.py::TestC::test_x[1]", "a.py::TestC"));
    CHECK_FALSE(is_below("a.py::TestCase::test_x", "a.py::TestC"));
    CHECK_FALSE(is_below("a.pyi", "a.py"));
    CHECK_FALSE(is_below("a.py", "a.py::TestC"));
}

TEST_CASE("a failure to collect keeps from being collected what stands below it") {
    CHECK(holds("a/t.py", "a/t.py::x"));
    CHECK(holds("a/t.py", "a/t.py"));
    CHECK(holds("a/t.py::C", "a/t.py::C::x"));
    CHECK(holds("a", "a/t.py::x"));
    CHECK(holds("a/__init__.py", "a/b/t.py::x"));
    CHECK(holds(".", "a/t.py::x"));
    CHECK(holds("", "a/t.py::x"));
    CHECK_FALSE(holds("a/t.py", "a/t.pyx::x"));
    CHECK_FALSE(holds("a/t.py::C", "a/t.py::Cx::y"));
    CHECK_FALSE(holds("a/t.py::C", "a/t.py"));
    CHECK_FALSE(holds("a/b", "a/c/t.py::x"));
}
