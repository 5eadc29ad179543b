#include "environment/recorded.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;
using environment::recorded_freeze;

TEST_CASE("what a leg had installed is as pip freeze writes it") {
    const std::string text = R"({"t":"leg"}
{"t":"session"}
{"t":"installed","lines":["a==1","-e /home/ci/demo"]}
{"t":"facts","distributions":{"a":"1"}}
{"t":"session"}
{"t":"installed","lines":["b==2"]}
)";
    CHECK(recorded_freeze(text, "leg.jsonl", 1) == "a==1\n-e /home/ci/demo\n");
    CHECK(recorded_freeze(text, "leg.jsonl", 2) == "b==2\n");
    CHECK_THROWS_AS(recorded_freeze(text, "leg.jsonl", 3), Error);
}

TEST_CASE("any other recording has names and versions") {
    CHECK(recorded_freeze("{\"t\":\"session\"}\nrubbish\n{\"t\":\"facts\",\"distributions\":{\"a\":\"1\",\"b\":2}}\n",
                          "x", 1) == "a==1\n");
}

TEST_CASE("a recording that says nothing is one line") {
    CHECK_THROWS_AS(recorded_freeze("{\"t\":\"session\"}\n", "x", 1), Error);
    CHECK_THROWS_AS(recorded_freeze("{\"t\":\"session\"}\n{\"t\":\"session\"}\n{\"t\":\"installed\"}\n", "x", 1),
                    Error);
}
