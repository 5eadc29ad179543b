#include "investigation/alone.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::investigation;
using attribute::LogEntry;

namespace {

/// A session that runs the tests of one cluster (id 7) alone, on the bad or the good side.
LogEntry session(bool good_side, CellResult result, const std::string& tests, bool alone = true) {
    LogEntry entry;
    entry.experiment.alone = alone;
    entry.experiment.bad = attribute::Bits(2, !good_side);
    entry.observation.results.push_back({7, result, "", tests});
    return entry;
}

constexpr CellResult F = CellResult::fails, P = CellResult::passes;

}  // namespace

TEST_CASE("A large cluster of which three tests were run fails alone where these do") {
    CHECK(failing_alone({session(false, F, "FFF--"), session(true, P, "PPP--")}) == std::vector<int>{7});
    CHECK(failing_alone({session(false, F, ""), session(true, P, "")}) == std::vector<int>{7});
    CHECK(passing_alone({session(false, P, "PPP--")}) == std::set<int>{7});
}

TEST_CASE("A cluster does not fail alone where one test comes out otherwise, or in its context, or on one side only") {
    CHECK(failing_alone({session(false, F, "FPF--"), session(true, P, "PPP--")}).empty());
    CHECK(failing_alone({session(false, F, "FFF--"), session(true, P, "PUP--")}).empty());
    CHECK(failing_alone({session(false, F, "FFF", false), session(true, P, "PPP")}).empty());
    CHECK(failing_alone({session(false, F, "FFF")}).empty());
    CHECK(passing_alone({session(false, P, "PFP")}).empty());
    CHECK(passing_alone({session(true, P, "PPP")}).empty());
}

TEST_CASE("what brings failures that need other tests is one set of each cause, of what the bad side runs") {
    const std::vector<sides::SwapDelta> deltas = {
        {DeltaKind::module, Factor::selection, "test_a.py", "collected", std::nullopt},
        {DeltaKind::module, Factor::selection, "test_b.py", "collected", std::nullopt},
        {DeltaKind::module, Factor::selection, "test_c.py", std::nullopt, "collected"},
        {DeltaKind::variable, Factor::environ, "TZ", "a", "b"}};
    attribute::Conclusion conclusion;
    conclusion.findings.resize(3);
    conclusion.findings[0].sets = {{1, 3}, {0}};
    conclusion.findings[1].sets = {{2}};
    CHECK(culprits_of(conclusion, deltas) == std::vector<std::string>{"test_b.py"});
    conclusion.findings[0].many = true;
    CHECK(culprits_of(conclusion, deltas).empty());
}
