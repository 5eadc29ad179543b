#include "investigation/left_state.hpp"

#include "catch.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

SessionSummary traced(SideName from, std::vector<std::pair<int, CellResult>> results) {
    SessionSummary session;
    session.phase = Phase::observe;
    session.from = from;
    session.results = std::move(results);
    return session;
}

Suspicion of(int cluster, SuspicionKind why) { return {cluster, {}, why, "", "", 0}; }

const std::vector<sides::SwapDelta> modules = {
    {DeltaKind::module, Factor::selection, "test_a.py", "collected", std::nullopt}};

}  // namespace

TEST_CASE("a cluster passes without the others if a traced session of the bad side saw that") {
    CHECK(passed_traced({traced(SideName::bad, {{1, CellResult::passes}, {2, CellResult::fails}}),
                         traced(SideName::good, {{3, CellResult::passes}})}) == std::set<int>{1});
}

TEST_CASE("what others leave changed is looked at for failures that need them, and to which nothing strong points") {
    const std::vector<Suspicion> suspicions = {of(1, SuspicionKind::mock), of(2, SuspicionKind::asked),
                                               of(2, SuspicionKind::mock)};
    CHECK(unsuspected({1, 2, 3}, suspicions, modules) == std::set<int>{2, 3});
    CHECK(unsuspected({}, suspicions, modules).empty());
}

TEST_CASE("each test is looked at only if single tests are suspected") {
    const auto side = support::side_with("ci", {});
    CHECK(state_session(side, true, std::chrono::seconds(1)).observe == "\"state\"");
    CHECK(state_session(side, false, std::chrono::seconds(1)).observe == "\"state of modules\"");
}

TEST_CASE("nobody else can be suspected where the bad side runs no more than the good one") {
    CHECK(unsuspected({1}, {}, {{DeltaKind::variable, Factor::environ, "TZ", "a", "b"}}).empty());
    CHECK(unsuspected({1}, {}, {{DeltaKind::module, Factor::selection, "a.py", std::nullopt, "collected"}}).empty());
}
