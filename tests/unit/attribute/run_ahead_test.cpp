#include "attribute/run_ahead.hpp"

#include "attribute/supposed.hpp"
#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// An experiment with the bad value of one delta.
Experiment with(int delta) {
    Experiment experiment;
    experiment.bad = Bits(12);
    experiment.bad.set(static_cast<std::size_t>(delta));
    experiment.all_tests = true;
    return experiment;
}

}  // namespace

TEST_CASE("what was run ahead answers one experiment, once") {
    RunAhead<int> ahead;
    ahead.keep(with(1), 10);
    ahead.keep(with(2), 20);
    CHECK_FALSE(ahead.take(with(3)));
    CHECK(ahead.take(with(2)) == 20);
    CHECK_FALSE(ahead.take(with(2)));
    REQUIRE(ahead.unused().size() == 1);
    CHECK(ahead.unused()[0].second == 10);
    ahead.clear();
    CHECK_FALSE(ahead.take(with(1)));
}

TEST_CASE("idle slots of the last row are filled with what is not kept yet, and a step without sessions fills none") {
    auto question = question_of({{Factor::packages, 12}}, 1);
    question.options.slots = 8;
    Log log;
    Step step = next(question, log);
    while (!step.conclusion && step.batch.front().phase != Phase::search) {
        for (const auto& experiment : step.batch)
            log.push_back(
                {experiment, supposed(question, experiment, [](std::size_t, const Bits& bad) { return bad.test(3); })});
        step = next(question, log);
    }
    REQUIRE(step.batch.size() == 1);
    RunAhead<int> ahead;
    CHECK(ahead.wanted(question, log, step, 0).empty());
    CHECK(ahead.wanted(question, log, step, 8).empty());
    const auto first = ahead.wanted(question, log, step, 1);
    REQUIRE(first.size() == 7);
    CHECK(ahead.wanted(question, log, step, 9).size() == 7);
    for (const auto& experiment : first) ahead.keep(experiment, 0);
    CHECK(ahead.wanted(question, log, step, 1).empty());
}
