#include "recording/trace_record.hpp"

#include <boost/json.hpp>

#include "catch.hpp"

using namespace testskew;
using recording::add_trace;
using boost::json::parse;

TEST_CASE("the parts of one test's trace are put together") {
    std::vector<Trace> traces;
    CHECK(add_trace(parse(R"({"id":"t","texts":["x","y"],"codes":[["a.py","f",3]],
        "statements":[[5,"return x","k","x","","Return",["x",7]]],"events":[0,1,2]})"),
                    traces));
    CHECK(add_trace(parse(R"({"id":"t","texts":["z"],"events":[3],"cut":true})"), traces));
    CHECK(add_trace(parse(R"({"id":"u","events":[9]})"), traces));
    REQUIRE(traces.size() == 2);
    CHECK(traces[0].test == "t");
    CHECK(traces[0].texts == std::vector<std::string>{"x", "y", "z"});
    REQUIRE(traces[0].codes.size() == 1);
    CHECK(traces[0].codes[0].function == "f");
    REQUIRE(traces[0].statements.size() == 1);
    CHECK(traces[0].statements[0].line == 5);
    CHECK(traces[0].statements[0].kind == "Return");
    CHECK(traces[0].statements[0].reads == std::vector<std::string>{"x"});
    CHECK(traces[0].events == std::vector<int>{0, 1, 2, 3});
    CHECK(traces[0].cut);
    CHECK_FALSE(traces[1].cut);
}

TEST_CASE("rows of an odd form keep their place, so that numbers still point where they should") {
    std::vector<Trace> traces;
    add_trace(parse(R"({"id":"t","texts":[7,"y"],"codes":[null,["a.py"]],"statements":["x",[]],
        "events":["a",null,4]})"),
              traces);
    REQUIRE(traces.size() == 1);
    CHECK(traces[0].texts == std::vector<std::string>{"", "y"});
    CHECK(traces[0].codes.size() == 2);
    CHECK(traces[0].codes[1].path == "a.py");
    CHECK(traces[0].statements.size() == 2);
    CHECK(traces[0].events == std::vector<int>{-1, -1, 4});
    add_trace(parse(R"({"id":"t","texts":"no list","events":{}})"), traces);
    CHECK(traces[0].texts.size() == 2);
}

TEST_CASE("no more traces are kept than there is room for") {
    std::vector<Trace> traces(5000);
    traces.back().test = "last";
    CHECK_FALSE(add_trace(parse(R"({"id":"new","events":[1]})"), traces));
    CHECK(add_trace(parse(R"({"id":"last","events":[1]})"), traces));
    CHECK(traces.size() == 5000);
    CHECK(traces.back().events.size() == 1);
}
