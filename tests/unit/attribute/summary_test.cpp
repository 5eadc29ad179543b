#include "attribute/summary.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("a session is told from the side that it differs less from") {
    const Question q = question_of({{Factor::packages, 3}, {Factor::environ, 1}});
    auto entry = session(set_of(4, {0, 1, 2}), CellResult::fails, {}, Phase::hit);
    entry.experiment.id = 4;
    auto summary = summarize(q, entry);
    CHECK(summary.id == "s5");
    CHECK(summary.phase == Phase::hit);
    CHECK(summary.from == SideName::bad);
    REQUIRE(summary.taken.size() == 1);
    CHECK(summary.taken[0].factor == Factor::environ);
    CHECK(summary.taken[0].delta == "environ0");
    summary = summarize(q, session(set_of(4, {1})));
    CHECK(summary.from == SideName::good);
    REQUIRE(summary.taken.size() == 1);
    CHECK(summary.taken[0].delta == "packages1");
    // If both sides give the same number of deltas, the session starts from the bad side.
    CHECK(summarize(q, session(set_of(4, {0, 1}))).from == SideName::bad);
    CHECK(summarize(q, session(Bits(4))).taken.empty());
}

TEST_CASE("what was predicted is told as one letter, if the clusters agree") {
    const Question q = question_of({{Factor::packages, 2}}, 2);
    auto entry = session(Bits(2));
    CHECK(summarize(q, entry).predicted.empty());
    entry.experiment.predicted = {{1, CellResult::passes}, {2, CellResult::passes}};
    CHECK(summarize(q, entry).predicted == "P");
    entry.experiment.predicted[1].second = CellResult::fails;
    CHECK(summarize(q, entry).predicted == "by cluster");
}

TEST_CASE("a session that was not built, or was not as planned, is told so") {
    const Question q = question_of({{Factor::packages, 2}});
    auto entry = session(Bits(2), CellResult::passes);
    CHECK(summarize(q, entry).as_planned);
    entry.observation.actual = entry.experiment.bad;
    CHECK(summarize(q, entry).as_planned);
    entry.observation.actual = ~entry.experiment.bad;
    CHECK_FALSE(summarize(q, entry).as_planned);
    entry.observation.actual.reset();
    entry.observation.built = false;
    CHECK_FALSE(summarize(q, entry).as_planned);
    CHECK(summarize(q, entry).results.at(0).second == CellResult::nothing);
}
