#include "attribute/supposed.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("what a cluster would show is asked for with the deltas that its tests see") {
    auto question = question_of({{Factor::packages, 3}}, 2);
    question.deltas[2].context = true;  // a test that comes before
    Experiment experiment;
    experiment.bad = Bits(question.deltas.size());
    experiment.bad.set(0);
    experiment.bad.set(2);
    const auto follows = [](std::size_t cluster, const Bits& bad) { return bad.test(cluster == 0 ? 0 : 2); };

    const auto among = supposed(question, experiment, follows);
    REQUIRE(among.results.size() == 2);
    CHECK(among.results[0].cluster == question.clusters[0].id);
    CHECK(among.results[0].result == CellResult::fails);
    CHECK(among.results[1].result == CellResult::fails);

    experiment.alone = true;
    const auto alone = supposed(question, experiment, follows);
    CHECK(alone.results[0].result == CellResult::fails);
    CHECK(alone.results[1].result == CellResult::passes);
    CHECK_FALSE(seen_by_tests(question, experiment).test(2));
    CHECK(seen_by_tests(question, experiment).test(0));
}
