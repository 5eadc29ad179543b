#include "attribute/forecast.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// Plays the whole question with one true cause, and counts what is run after the first two sessions.
int played(const Question& question, int cause) {
    Log log;
    for (Step step = next(question, log); !step.conclusion; step = next(question, log))
        for (const auto& experiment : step.batch) {
            Observation observation;
            const bool fails = experiment.bad.test(static_cast<std::size_t>(cause));
            observation.results.push_back({1, fails ? CellResult::fails : CellResult::passes, "", ""});
            log.push_back({experiment, observation});
        }
    return static_cast<int>(log.size()) - 2;
}

}  // namespace

TEST_CASE("if the failure follows what evidence points to, it takes as many sessions as forecast") {
    auto question = question_of({{Factor::packages, 12}});
    question.clusters.front().suspects = {set_of(12, {3})};
    const Forecast told = forecast(question, {}, 2);
    CHECK(told.sessions == played(question, 3));
    // The two sessions alone, and then two at a time.
    CHECK(told.seconds >= told.sessions);
    CHECK(told.seconds <= told.sessions + 4);
}

TEST_CASE("a forecast in the middle of a search tells what is left") {
    auto question = question_of({{Factor::packages, 12}});
    const int whole = forecast(question, {}, 1).sessions;
    const Step step = next(question, {});
    Log log;
    for (const auto& experiment : step.batch)
        log.push_back({experiment,
                       {true,
                        std::nullopt,
                        std::nullopt,
                        true,
                        {{1, experiment.bad.any() ? CellResult::fails : CellResult::passes, "", ""}}}});
    CHECK(forecast(question, log, 1).sessions == whole);  // The first two sessions were not counted.
    CHECK(whole > 10);
}

TEST_CASE("a session is priced by what it runs") {
    auto question = question_of({{Factor::packages, 12}});
    const double even = forecast(question, {}, 1).seconds;
    question.deltas[0].seconds = 10;
    CHECK(forecast(question, {}, 1).seconds > even + 30);
}

TEST_CASE("nothing is forecast where nothing is searched") { CHECK(forecast({}, {}, 1).sessions == 0); }
