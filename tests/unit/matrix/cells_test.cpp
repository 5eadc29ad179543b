#include "matrix/cells.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("a test below a package or folder that could not be collected failed in another way") {
    for (const char* node : {"pkg/__init__.py", "pkg", "pkg/test_a.py", "."}) {
        MatrixInput input;
        input.tests = {"pkg/test_a.py::test_a"};
        input.nodes = {node};
        input.failures.resize(2);
        input.runs.resize(2);
        input.runs[0].outcomes = {RunOutcome::failed};
        input.runs[0].failed_tests = {{0, 0}};
        input.runs[1].failed_nodes = {{0, 1}};
        const auto failures = matrix::failures_of(input);
        CHECK(matrix::cell(input, failures.at(0), {0}).result == LegResult::fails);
        CHECK(matrix::cell(input, failures.at(0), {1}).result == LegResult::other);
    }
}
