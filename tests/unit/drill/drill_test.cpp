#include "drill/drill.hpp"

#include "catch.hpp"
#include "compare/compare.hpp"
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
    CHECK(drill_down(runner, factors, {cluster}, conclusion, {}, options).sessions.empty());
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

namespace {

/// Two clusters of one problem whose cause is the interpreter, 3.9 to 3.13. The first fails from `first` on, the other
/// from `second` on. A session that is asked for after `most` ones interrupts.
struct TwoClusters {
    support::ScriptedRunner runner;
    sides::Factors factors = sides::factors(side("ci", 13, "24.0"), side("local", 9, "24.0"), {}, {}, false);
    attribute::Conclusion conclusion;
    Drilled drilled;

    TwoClusters(int first, int second, size_t most = 100) {
        for (const int minor : {10, 11, 12}) runner.environments().at_hand.push_back(side("", minor, "").interpreter);
        const std::vector<std::string> tests = {"t.py::first", "t.py::second"};
        runner.answer = [=, this](const runner::SessionSpec& spec) {
            if (runner.asked.size() > most) throw Interrupted();
            const int minor = spec.side.interpreter.minor;
            return support::recorded(support::recording_of(
                spec.side, tests, [&](const std::string& id) { return minor >= (id == tests[0] ? first : second); }));
        };
        const auto failing = [&](bool fails) {
            return support::recording_of({}, {"t.py::t"}, [&](const std::string&) { return fails; });
        };
        const Fingerprint fingerprint =
            testskew::compare::compare(failing(true), failing(false)).clusters.at(0).fingerprint;
        std::vector<Cluster> clusters(2);
        for (int i = 0; i < 2; ++i) {
            clusters[static_cast<size_t>(i)].id = i + 1;
            clusters[static_cast<size_t>(i)].tests = {{tests[static_cast<size_t>(i)]}};
            clusters[static_cast<size_t>(i)].fingerprint = fingerprint;
            auto& finding = conclusion.findings.emplace_back();
            finding.attribution.cluster = i + 1, finding.attribution.problem = 1;
            finding.attribution.cause.emplace().verdict = VerdictKind::proven;
            finding.sets = {{0}};
        }
        DrillOptions options;
        options.deadline = runner.now() + std::chrono::hours(1);
        drilled = drill_down(runner, factors, clusters, conclusion, {1, 2}, options);
    }
    const ClusterAttribution& of(size_t cluster) const { return conclusion.findings.at(cluster).attribution; }
};

}  // namespace

TEST_CASE("clusters with one cause that begin to fail at different versions are two problems") {
    const TwoClusters c(10, 12);
    CHECK(c.of(0).cause->interpreter->first_bad == "3.10");
    CHECK(c.of(1).cause->interpreter->first_bad == "3.12");
    CHECK(c.of(0).problem == 1);
    CHECK(c.of(1).problem == 2);
    // Each session has the tests of both, so that the second cluster only adds what the first did not ask for.
    for (const auto& spec : c.runner.asked) CHECK(spec.side.selection.targets.size() == 2);
}

TEST_CASE("clusters with one cause that begin to fail at the same version stay one problem, at no further cost") {
    const TwoClusters c(11, 11);
    CHECK(c.of(1).cause->interpreter->first_bad == "3.11");
    CHECK(c.of(1).problem == 1);
    CHECK(c.drilled.sessions.size() == c.runner.asked.size());
    CHECK(c.runner.asked.size() <= 5);
}

TEST_CASE("a drill-down that is interrupted leaves the causes whole, without what was not looked into") {
    const TwoClusters c(10, 12, 1);
    CHECK(c.drilled.interrupted);
    for (const size_t cluster : {0u, 1u}) {
        REQUIRE(c.of(cluster).cause->sets.size() == 1);
        CHECK(c.of(cluster).cause->sets[0].deltas.size() == 1);
        REQUIRE(c.of(cluster).cause->interpreter);
        CHECK(c.of(cluster).cause->interpreter->first_bad.empty());
        CHECK(c.of(cluster).problem == 1);
    }
}

TEST_CASE("the first bad release of a failure that hides behind another one is found where that one is repaired") {
    using support::side_with;
    support::ScriptedRunner runner;
    runner.environments().released = {"2", "3", "9"};
    const sides::Factors factors =
        sides::factors(side_with("ci", {{"httpx", "9"}}, {{"MODE", "fast"}}),
                       side_with("local", {{"httpx", "1"}}, {{"MODE", "slow"}}), {}, {}, false);
    REQUIRE(factors.deltas.size() == 2);
    REQUIRE(factors.deltas[0].name == "httpx");
    const std::string id = "t.py::t";
    const auto session = [&](const sides::Side& side) {
        const bool outer = side.environ.at("MODE") == "fast";
        const bool inner = std::stoi(side.resolution.packages.at("httpx").version) >= 3;
        return support::recording_of(
            side, {id}, [&](const std::string&) { return outer || inner; }, outer ? "wrong" : "another failure");
    };
    runner.answer = [&](const runner::SessionSpec& spec) { return support::recorded(session(spec.side)); };
    const auto digest_of = [&](const std::string& mode) {
        const auto failing = session(side_with("ci", {{"httpx", "9"}}, {{"MODE", mode}}));
        const auto passing = session(side_with("local", {{"httpx", "1"}}, {{"MODE", "slow"}}));
        return compare::compare(failing, passing).clusters.at(0).fingerprint;
    };
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{id}};
    cluster.fingerprint = digest_of("fast");
    attribute::Conclusion conclusion;
    auto& finding = conclusion.findings.emplace_back();
    finding.attribution.cluster = finding.attribution.problem = 1;
    finding.attribution.cause.emplace().verdict = VerdictKind::proven;
    finding.sets = {{1}};
    finding.layers = {{{0}}};
    finding.behind = {digest_of("slow").digest};
    DrillOptions options;
    options.deadline = runner.now() + std::chrono::hours(1);
    drill_down(runner, factors, {cluster}, conclusion, {1}, options);
    const Cause& cause = *finding.attribution.cause;
    REQUIRE(cause.packages.size() == 1);
    CHECK(cause.packages[0].behind);
    CHECK(cause.packages[0].first_bad == "3");
    CHECK(cause.packages[0].last_good == "2");
}
