#include "compare/spelling.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("types are known by their present names") {
    CHECK(compare::type_name("socket.timeout") == "TimeoutError");
    CHECK(compare::type_name("asyncio.exceptions.TimeoutError") == "TimeoutError");
    CHECK(compare::type_name("pydantic_core._pydantic_core.ValidationError") == "ValidationError");
    CHECK(compare::type_name("re.error") == "PatternError");
}

TEST_CASE("syntax errors are one type, and a function is its last part") {
    CHECK(compare::type_name("TabError") == "SyntaxError");
    CHECK(compare::type_name("IndentationError") == "SyntaxError");
    CHECK(compare::function_name("Store.load") == "load");
    CHECK(compare::function_name("load.<locals>.<listcomp>") == "<listcomp>");
    CHECK(compare::function_name("load") == "load");
}

TEST_CASE("a source line is compared without what formatting changes") {
    CHECK(compare::source_line("  x =  f(a,\tb)   # why") == "x = f(a, b)");
    CHECK(compare::source_line("x = '#1' # why") == "x = '#1' # why");  // the # is inside the quotes
    CHECK(compare::source_line("x = 1 #") == "x = 1");
    CHECK(compare::source_line("").empty());
}
