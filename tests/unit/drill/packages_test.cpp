// Tests how the first release of a package that fails is found, and how the packages around it are adapted.
#include "catch.hpp"
#include "drill/drills.hpp"
#include "drill/welds.hpp"
#include "drill_case.hpp"

using namespace testskew;
using namespace testskew::drill;
using support::side_with;

namespace {

int release(const sides::Side& side) { return std::stoi(side.resolution.packages.at("httpx").version); }

/// httpx 9 fails and httpx 1 passes. The releases from 1 on exist, and those from 5 on fail.
struct Case : DrillCase {
    Case(const std::string& bad = "9", const std::string& good = "1")
        : DrillCase(side_with("ci", {{"httpx", bad}}), side_with("local", {{"httpx", good}})) {
        runner.environments().released = {"2", "3", "4", "5", "6", "7", "8", "9"};
        fails_if([](const sides::Side& side) { return release(side) >= 5; });
    }
    Found drilled() {
        Bench b = bench();
        return drill_package(b, drilled_cluster, {0}, 0);
    }
};

environment::BuildError error(const std::string& what, bool network, bool timed_out = false) {
    return {what, environment::BuildFailure{what, {}, network, false, timed_out}};
}

}  // namespace

TEST_CASE("the first release that fails is named, with the last that passes") {
    Case c;
    const auto found = c.drilled();
    REQUIRE(found.packages.size() == 1);
    CHECK(found.packages[0].first_bad == "5");
    CHECK(found.packages[0].last_good == "4");
    CHECK(caveat_of(found).empty());
    CHECK(sentence_of(found) == "httpx 5 is the first release that fails (9 in ci, 1 in local)");
}

TEST_CASE("if the bad side has the older release, the last one that fails is named") {
    Case c("1", "9");
    c.fails_if([](const sides::Side& side) { return release(side) <= 3; });
    const auto found = c.drilled();
    CHECK(found.packages.at(0).first_bad == "3");
    CHECK(found.packages.at(0).last_good == "4");
    CHECK(sentence_of(found) == "httpx 3 is the last release that fails (1 in ci, 9 in local)");
}

TEST_CASE("two releases that follow each other need no session") {
    Case c("2", "1");
    c.runner.environments().released = {"2"};
    const auto found = c.drilled();
    CHECK(found.packages.at(0).first_bad == "2");
    CHECK(c.runner.asked.empty());
}

TEST_CASE("nothing is bisected if it was not asked for, or if the package is missing on one side or from a folder") {
    Case c;
    SECTION("quick") { c.options.quick = true; }
    SECTION("not from the index") {
        c.factors.bad.resolution.packages["httpx"].requirement = "httpx @ file:///src/httpx";
    }
    SECTION("missing on the good side") { c.factors.deltas[0].good.reset(); }
    const auto found = c.drilled();
    CHECK(c.runner.asked.empty());
    CHECK(found.packages.at(0).first_bad.empty());
    CHECK(caveat_of(found).empty());
}

TEST_CASE("a budget that is spent and an index that is away are said") {
    Case c;
    SECTION("budget") {
        c.options.stopped = {ObstacleKind::budget_spent};
        CHECK(caveat_of(c.drilled()) ==
              "which release of httpx was the first to fail is not known: the budget is spent");
    }
    SECTION("network") {
        c.runner.environments().build = [](const sides::Side& side) {
            if (release(side) == 4) throw error("no route to host", true);
        };
        CHECK(caveat_of(c.drilled()) ==
              "which release of httpx was the first to fail is not known: the package index could not be reached");
    }
}

TEST_CASE("what a release needs is taken from the good side too") {
    DrillCase c(side_with("ci", {{"httpx", "9"}, {"httpcore", "2"}}),
                side_with("local", {{"httpx", "1"}, {"httpcore", "1"}}));
    c.finding.sets = {{1}};
    c.runner.environments().released = {"2", "3", "9"};
    // Releases before 3 need httpcore 1, which the good side has.
    c.runner.environments().breaks = [](const PackageSet& packages) {
        std::vector<environment::Conflict> conflicts;
        if (std::stoi(packages.at("httpx").version) < 3 && packages.at("httpcore").version != "1")
            conflicts.push_back({"httpx", "httpcore", "httpcore<2", packages.at("httpcore").version});
        return conflicts;
    };
    c.fails_if([](const sides::Side& side) { return release(side) >= 3; });
    Bench b = c.bench();
    const auto found = drill_package(b, c.drilled_cluster, {1}, 1);
    CHECK(found.packages.at(0).first_bad == "3");
    bool moved = false;
    for (const auto& spec : c.runner.asked)
        moved = moved || (release(spec.side) == 2 && spec.side.resolution.packages.at("httpcore").version == "1");
    CHECK(moved);
}

TEST_CASE("a conflict that no version of the good side settles is resolved anew, or the release is passed over") {
    DrillCase c(side_with("ci", {{"core", "9"}, {"httpx", "9"}}), side_with("local", {{"core", "9"}, {"httpx", "1"}}));
    REQUIRE(c.factors.deltas.size() == 1);
    c.runner.environments().released = {"5", "9"};
    c.runner.environments().breaks = [](const PackageSet& packages) {
        std::vector<environment::Conflict> conflicts;
        if (packages.at("httpx").version == "5" && packages.at("core").version != "5")
            conflicts.push_back({"httpx", "core", "core==5", packages.at("core").version});
        return conflicts;
    };
    c.fails_if([](const sides::Side& side) { return release(side) >= 5; });
    Bench b = c.bench();
    SECTION("resolved") {
        c.runner.environments().resolve = [](const sides::Side& side, const std::vector<std::string>& lines) {
            CHECK(lines == std::vector<std::string>{"core", "httpx==5"});
            auto packages = side.resolution.packages;
            packages["core"].version = "5";
            return packages;
        };
        CHECK(drill_package(b, c.drilled_cluster, {0}, 0).packages.at(0).first_bad == "5");
    }
    SECTION("passed over") {
        const auto found = drill_package(b, c.drilled_cluster, {0}, 0);
        CHECK(found.packages.at(0).first_bad.empty());
        CHECK(caveat_of(found) ==
              "which release of httpx was the first to fail is not known: 5 in between could not be tried");
    }
}

TEST_CASE("a release that cannot be built on the failing side's interpreter is tried on the other one") {
    auto bad = side_with("ci", {{"httpx", "9"}}), good = side_with("local", {{"httpx", "1"}});
    bad.interpreter.executable = "/python3.12", bad.interpreter.version = "3.12.1", bad.interpreter.minor = 12;
    good.interpreter.executable = "/python3.9", good.interpreter.version = "3.9.18", good.interpreter.minor = 9;
    DrillCase c(bad, good);
    int index = 0;
    while (c.factors.deltas.at(static_cast<size_t>(index)).name != "httpx") ++index;
    c.finding.sets = {{index}};
    c.runner.environments().released = {"5", "7", "9"};
    std::string unbuilt = "/python3.12";
    c.runner.environments().build = [&](const sides::Side& side) {
        const bool wanted = unbuilt.empty() || side.interpreter.executable == unbuilt;
        if (release(side) == 5 && wanted) throw error("it does not build", false, false);
    };
    c.fails_if([](const sides::Side& side) { return release(side) >= 5; });
    Bench b = c.bench();
    SECTION("and found there") {
        const auto found = drill_package(b, c.drilled_cluster, {index}, index);
        CHECK(found.packages.at(0).first_bad == "5");
        CHECK(found.packages.at(0).last_good == "1");
        CHECK(found.caveats.empty());
    }
    SECTION("or nowhere") {
        unbuilt.clear();
        const auto found = drill_package(b, c.drilled_cluster, {index}, index);
        CHECK(found.packages.at(0).first_bad.empty());
        CHECK(caveat_of(found) ==
              "which release of httpx was the first to fail is not known: 5 in between could not be tried");
    }
}

TEST_CASE("once a build has taken too long, releases without a wheel are passed over, and that is said") {
    Case c;
    c.runner.environments().released = {"5", "9"};
    c.runner.environments().without_wheel = {"httpx 5"};
    c.runner.environments().build = [](const sides::Side& side) {
        if (release(side) == 5) throw error("took too long", false, true);
    };
    const auto found = c.drilled();
    CHECK(found.packages.at(0).first_bad.empty());
    CHECK(
        caveat_of(found) ==
        "which release of httpx was the first to fail is not known: 5 in between could not be tried: it would have to "
        "be compiled, which takes too long");
}

TEST_CASE("of packages that can only be exchanged together the one that the failure touches is bisected") {
    DrillCase c(side_with("ci", {{"httpcore", "9"}, {"httpx", "9"}}),
                side_with("local", {{"httpcore", "1"}, {"httpx", "1"}}));
    c.finding.sets = {{0, 1}};
    c.finding.welds = {{0, 1}};
    c.runner.environments().released = {"2", "3", "9"};
    // Each release of httpx needs the same one of httpcore.
    c.runner.environments().breaks = [](const PackageSet& packages) {
        std::vector<environment::Conflict> conflicts;
        if (packages.at("httpx").version != packages.at("httpcore").version)
            conflicts.push_back(
                {"httpx", "httpcore", "httpcore==" + packages.at("httpx").version, packages.at("httpcore").version});
        return conflicts;
    };
    c.runner.environments().resolve = [](const sides::Side& side, const std::vector<std::string>&) {
        auto packages = side.resolution.packages;
        packages["httpcore"].version = packages["httpx"].version;
        return packages;
    };
    c.fails_if([](const sides::Side& side) { return release(side) >= 3; });
    CHECK_FALSE(touched_package(c.drilled_cluster, c.factors, {0, 1}));
    ExceptionRecord exception;
    exception.frames = {{"<site>/httpcore/_sync.py", 1, "f", "", false},
                        {"<site>/httpx/_client.py", 1, "g", "", false}};
    c.drilled_cluster.cluster.error.chain = {exception};
    CHECK(touched_package(c.drilled_cluster, c.factors, {0, 1}) == 1);
    Bench b = c.bench();
    const auto found = drill_package(b, c.drilled_cluster, {0, 1}, 1);
    CHECK(found.packages.at(0).first_bad == "3");
    CHECK(found.packages.at(0).last_good == "2");
    c.factors.deltas[0].kind = DeltaKind::interpreter;
    CHECK_FALSE(touched_package(c.drilled_cluster, c.factors, {0, 1}));
}
