#include "investigation/flaky.hpp"

#include "catch.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

Recording with_plugins(std::vector<std::string> plugins) {
    Recording recording;
    recording.plugins = std::move(plugins);
    return recording;
}

Selection with_options(std::vector<std::string> options) {
    Selection selection;
    selection.options = std::move(options);
    return selection;
}

SessionSummary session(SideName from, CellResult result, Phase phase = Phase::base) {
    SessionSummary summary;
    summary.from = from;
    summary.phase = phase;
    summary.results = {{1, result}};
    return summary;
}

}  // namespace

TEST_CASE("a plugin draws the order of the tests unless it has a seed") {
    const auto randomly = with_plugins({"pytest-mock 3.1", "pytest-randomly 3.15.0"});
    CHECK(random_order(randomly, {}) == "pytest-randomly");
    CHECK(random_order(randomly, with_options({"--randomly-seed=random"})) == "pytest-randomly");
    CHECK(random_order(randomly, with_options({"--randomly-seed=7"})).empty());
    CHECK(random_order(randomly, with_options({"--randomly-dont-reorganize"})).empty());
    CHECK(random_order(with_plugins({"pytest-mock 3.1"}), {}).empty());
    const auto order = with_plugins({"pytest-random-order 1.1"});
    CHECK(random_order(order, {}).empty());
    CHECK(random_order(order, with_options({"--random-order"})) == "pytest-random-order");
    CHECK(random_order(order, with_options({"--random-order", "--random-order-seed=3"})).empty());
}

TEST_CASE("a flaky cluster has the sessions of each side, and the plugin instead of chance explanations") {
    sides::SidePair sides{support::side_with("ci", {}), support::side_with("local", {})};
    Base base;
    Comparison comparison;
    comparison.clusters.resize(1);
    comparison.clusters[0].id = 1;
    comparison.clusters[0].tests = {{"test_a.py::one", Outcome::failed, Outcome::passed}};
    Attribution attribution;
    attribution.clusters.resize(1);
    attribution.clusters[0].cluster = 1;
    attribution.clusters[0].flaky = true;
    attribution.clusters[0].caveats = {{CaveatKind::flaky}, {CaveatKind::side_by_side}};
    SessionSummary mixed = session(SideName::bad, CellResult::fails, Phase::search);
    mixed.taken = {{Factor::packages, "six"}};
    attribution.sessions = {
        session(SideName::bad, CellResult::fails),   session(SideName::bad, CellResult::passes),
        session(SideName::good, CellResult::passes), session(SideName::bad, CellResult::passes, Phase::isolate),
        session(SideName::bad, CellResult::nothing), mixed};
    SECTION("without such a plugin") {
        explain_flaky(sides, base, attribution, comparison);
        const Repetition& seen = comparison.clusters[0].repetition;
        CHECK(seen.sessions_bad == 3);
        CHECK(seen.failed_bad == 2);
        CHECK(seen.sessions_good == 2);
        CHECK(seen.failed_good == 0);
        CHECK(attribution.clusters[0].caveats.size() == 2);
    }
    SECTION("another failure is one, too") {
        attribution.sessions.push_back(session(SideName::good, CellResult::other));
        explain_flaky(sides, base, attribution, comparison);
        CHECK(comparison.clusters[0].repetition.sessions_good == 3);
        CHECK(comparison.clusters[0].repetition.failed_good == 1);
    }
    SECTION("with it") {
        base.bad = with_plugins({"pytest-randomly 3.15.0"});
        explain_flaky(sides, base, attribution, comparison);
        CHECK(attribution.clusters[0].caveats ==
              std::vector<Caveat>{{CaveatKind::random_order, {"ci", "pytest-randomly"}}});
    }
    SECTION("what is not flaky stays as it is") {
        attribution.clusters[0].flaky = false;
        base.bad = with_plugins({"pytest-randomly 3.15.0"});
        explain_flaky(sides, base, attribution, comparison);
        CHECK(attribution.clusters[0].caveats.size() == 2);
        CHECK_FALSE(comparison.clusters[0].repetition.done());
    }
}
