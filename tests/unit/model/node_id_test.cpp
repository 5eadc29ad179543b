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
