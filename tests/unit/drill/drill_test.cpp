#include "drill/drill.hpp"

#include "catch.hpp"
#include "drill/drills.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::drill;

namespace {

sides::Side side(const char* name, int minor, const std::string& pip) {
    sides::Side s;
    s.name = name;
    s.interpreter.major = 3;
    s.interpreter.minor = minor;
    s.interpreter.version = "3." + std::to_string(minor) + ".1";
    s.interpreter.executable = "/nowhere/python" + s.interpreter.version;
    s.resolution.packages = {{"pip", {pip, "pip==" + pip}}};
    return s;
}

/// The cause of one cluster whose only set is the interpreter and pip. `welds` says which deltas could not be exchanged
/// apart.
Cause looked_into(const std::vector<std::vector<int>>& welds, std::vector<Caveat>& caveats) {
    support::ScriptedRunner runner;
    const sides::Factors factors = sides::factors(side("ci", 11, "23.2.1"), side("local", 12, "24.0"), {}, {}, false);
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{"t.py::t"}};
    attribute::Conclusion conclusion;
    auto& finding = conclusion.findings.emplace_back();
    finding.attribution.cluster = finding.attribution.problem = 1;
    finding.attribution.cause.emplace();
    finding.attribution.cause->verdict = VerdictKind::proven;
    finding.sets = {{0, 1}};
    finding.welds = welds;
    DrillOptions options;
    options.deadline = runner.now() - std::chrono::hours(1);  // no session can be run
    CHECK(drill_down(runner, factors, {cluster}, conclusion, {}, options).empty());
    caveats = finding.attribution.caveats;
    return *finding.attribution.cause;
}

}  // namespace

TEST_CASE("What can only be exchanged together is not looked into one by one") {
    std::vector<Caveat> caveats;
    const Cause cause = looked_into({{0, 1}}, caveats);
    REQUIRE(cause.sets.size() == 1);
    CHECK(cause.sets[0].welded);
    for (const auto& delta : cause.sets[0].deltas) CHECK_FALSE(delta.opened);
    REQUIRE(cause.interpreter);
    CHECK(cause.interpreter->first_bad.empty());
    REQUIRE(cause.packages.size() == 1);
    CHECK(cause.packages[0].first_bad.empty());
    CHECK(caveats.empty());  // nothing was left out because of the missing time
}

TEST_CASE("What is needed together, and can be exchanged alone, is looked into one by one") {
    std::vector<Caveat> caveats;
    const Cause cause = looked_into({}, caveats);
    REQUIRE(cause.interpreter);
    CHECK(cause.interpreter->first_bad == "3.11");
    CHECK(cause.interpreter->last_good.empty());
    REQUIRE(cause.sets.size() == 1);
    CHECK_FALSE(cause.sets[0].welded);
    REQUIRE(cause.sets[0].deltas.size() == 2);
    CHECK(cause.sets[0].deltas[1].name == "pip");
    CHECK(cause.sets[0].deltas[1].kind == DeltaKind::package);
    CHECK(cause.sets[0].deltas[1].bad == "23.2.1");
    CHECK(cause.looked_into);
    CHECK(caveats == std::vector<Caveat>{{CaveatKind::first_release, {"pip"}, {ObstacleKind::budget_small}}});
}

TEST_CASE("The values of a variable, which may be secret, are not among what a cause has of its deltas") {
    sides::Side bad, good;
    bad.name = "ci", good.name = "local";
    bad.environ["TOKEN"] = "a secret";
    const auto delta = known_delta(sides::factors(bad, good, {}, {}, false), 0);
    CHECK(delta.name == "TOKEN");
    CHECK_FALSE(delta.bad);
    CHECK_FALSE(delta.opened);
}
