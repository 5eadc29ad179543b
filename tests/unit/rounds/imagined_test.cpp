#include "rounds/imagined.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

rounds::Task task(const std::string& id, const std::string& predicted, Phase phase = Phase::confirm,
                  SideName from = SideName::bad) {
    rounds::Task task;
    task.id = id;
    task.request.spec.predicted = predicted;
    task.request.spec.phase = phase;
    task.request.spec.from = from;
    return task;
}

constexpr auto bad = SideName::bad, good = SideName::good;

}  // namespace

TEST_CASE("an imagined recording has the tests of the other one, and nothing of its machine") {
    const std::string recording = R"({"t":"session","schema":1,"python":"3.11","environ":{"TZ":"UTC"}}
{"t":"loaded","python":"3.11.7"}
{"t":"facts","facts":{"umask":"022"},"distributions":{"click":"8.1"}}
{"t":"module","id":"a.py","items":1}
{"t":"start","id":"a.py::x"}
{"t":"phase","id":"a.py::x","when":"call","outcome":"failed"}
no JSON
["t"]
{"t":"finish","status":1}
)";
    CHECK(rounds::imagined(recording) == R"({"t":"session","schema":1,"id":"","profile":""}
{"t":"start","id":"a.py::x"}
{"t":"phase","id":"a.py::x","when":"call","outcome":"failed"}
{"t":"finish","status":1}
)");
}

TEST_CASE("a session is imagined as it is predicted, and in both ways if it is not") {
    using Guesses = std::vector<rounds::Guess>;
    CHECK(rounds::guesses_after({{"a", bad}}, {task("b", "F"), task("c", "P")}) ==
          Guesses{{{"a", bad}, {"b", bad}, {"c", good}}});
    CHECK(rounds::guesses_after({}, {task("b", "", Phase::observe, good)}) == Guesses{{{"b", good}}});
    CHECK(rounds::guesses_after({}, {task("b", "F"), task("c", "")}) ==
          Guesses{{{"b", bad}, {"c", bad}}, {{"b", bad}, {"c", good}}});
    CHECK(rounds::guesses_after({}, {task("b", ""), task("c", "")}).size() == 4);
    CHECK(rounds::guesses_after({}, {task("b", ""), task("c", ""), task("d", "")}) ==
          Guesses{{{"b", bad}, {"c", bad}, {"d", bad}}, {{"b", good}, {"c", good}, {"d", good}}});
}
