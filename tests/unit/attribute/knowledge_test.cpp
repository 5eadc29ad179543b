#include "attribute/knowledge.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

const TestGroup whole{0, {}, false};

LogEntry tests(const Bits& bad, const std::string& letters) {
    LogEntry entry = session(bad, CellResult::nothing);
    entry.observation.results[0].tests = letters;
    return entry;
}

CellResult result(const LogEntry& entry, const TestGroup& group) {
    const std::string* identity;
    return result_of(entry.observation, question_of({{Factor::packages, 2}}), group, &identity);
}

}  // namespace

TEST_CASE("the result of a group is that of its tests, if they agree") {
    const auto entry = tests(Bits(2), "FFPU-");
    CHECK(result(entry, {0, {0, 1}, false}) == CellResult::fails);
    CHECK(result(entry, {0, {2}, false}) == CellResult::passes);
    CHECK(result(entry, {0, {2, 3, 4}, false}) == CellResult::passes);
    CHECK(result(entry, {0, {3, 4}, false}) == CellResult::nothing);
    CHECK(result(entry, whole) == CellResult::nothing);
}

TEST_CASE("what was not built, and a cluster that is not listed, gave nothing") {
    auto entry = session(Bits(2), CellResult::fails);
    CHECK(result(entry, whole) == CellResult::fails);
    entry.observation.built = false;
    CHECK(result(entry, whole) == CellResult::nothing);
    CHECK(result(session(Bits(2)), whole) == CellResult::nothing);
}

TEST_CASE("a session counts for the hybrid that it really was, and the planned one gave nothing") {
    const Question q = question_of({{Factor::packages, 2}});
    Log log{session(set_of(2, {0}), CellResult::fails)};
    log[0].observation.actual = set_of(2, {0, 1});
    const Knowledge knowledge(q, log, 1, whole, false);
    REQUIRE(knowledge.find(set_of(2, {0, 1}), false));
    CHECK(knowledge.find(set_of(2, {0, 1}), false)->result == CellResult::fails);
    REQUIRE(knowledge.find(set_of(2, {0}), false));
    CHECK(knowledge.find(set_of(2, {0}), false)->result == CellResult::nothing);
    log[0].observation.actual.reset();
    log[0].observation.as_planned = false;
    CHECK_FALSE(actually_bad(log[0]));
    CHECK(Knowledge(q, log, 1, whole, false).runs().size() == 1);
}

TEST_CASE("find prefers a session that gave a result, and tells alone from not alone") {
    const Question q = question_of({{Factor::packages, 2}});
    Log log{session(Bits(2), CellResult::nothing), session(Bits(2), CellResult::passes)};
    const Knowledge knowledge(q, log, 2, whole, false);
    CHECK(knowledge.find(Bits(2), false)->result == CellResult::passes);
    CHECK(knowledge.find(Bits(2), true) == nullptr);
    CHECK(knowledge.tried(Bits(2), false) == 2);
    CHECK(knowledge.find(set_of(2, {1}), false) == nullptr);
    CHECK(Knowledge(q, log, 1, whole, false).find(Bits(2), false)->result == CellResult::nothing);
}

TEST_CASE("two results of one hybrid disagree; in two copies only if copies are not told apart") {
    const Question q = question_of({{Factor::packages, 2}});
    Log log{session(Bits(2), CellResult::fails), session(Bits(2), CellResult::passes)};
    log[1].experiment.copy = 1;
    CHECK(Knowledge(q, log, 2, whole, false).disagrees());
    CHECK_FALSE(Knowledge(q, log, 2, whole, false).disagrees(true));
    log[1].experiment.alone = true;
    CHECK_FALSE(Knowledge(q, log, 2, whole, false).disagrees());
    log[1] = session(Bits(2), CellResult::nothing);
    CHECK_FALSE(Knowledge(q, log, 2, whole, false).disagrees());
}

TEST_CASE("the first pair can be left out") {
    const Question q = question_of({{Factor::packages, 2}});
    const Log log{session(Bits(2), CellResult::fails, {}, Phase::base)};
    CHECK(Knowledge(q, log, 1, whole, false).runs().size() == 1);
    CHECK(Knowledge(q, log, 1, whole, true).runs().empty());
}
