#include "explain/package_changes.hpp"

#include "catch.hpp"
#include "paper_source.hpp"

using namespace testskew;
using namespace testskew::explain;
using namespace testskew::support;

namespace {

ClusterAttribution shown_for(int cluster, int problem = 0) {
    ClusterAttribution found;
    found.cluster = cluster;
    found.problem = problem;
    found.cause.emplace();
    found.cause->verdict = VerdictKind::proven;
    found.cause->packages = {{"httpx", "0.28.1", "0.27.0", "0.28.0", "0.27.2", {}}};
    return found;
}

struct Case {
    PaperSource source;
    Comparison comparison;
    Attribution attribution;
    Case() {
        source.printed = no_proxies;
        comparison.clusters = {calling_httpx(1)};
        attribution.clusters = {shown_for(1)};
    }
    void explain() { explain_packages(source, comparison, attribution); }
    const Cause& cause() const { return *attribution.clusters.at(0).cause; }
};

}  // namespace

TEST_CASE("a cause that is a package gets the days of its releases and what changed between them") {
    Case c;
    c.explain();
    REQUIRE(c.cause().api.size() == 1);
    CHECK(c.cause().api[0].name == "httpx.Client");
    CHECK(c.cause().api[0].until == "0.28.0");
    CHECK(c.cause().api[0].instead == "proxy");
    CHECK(c.cause().packages[0].released.at("0.28.0") == "2024-11-28");
    CHECK(c.source.asked == std::vector<std::string>{"day of 0.27.2", "day of 0.28.0", "httpx 0.27.2", "httpx 0.28.0"});
    CHECK_THAT(c.source.request, ContainsSubstring("parameter proxies"));
}

TEST_CASE("if the nearest releases are those of the sides, nothing is fetched") {
    Case c;
    auto& package = c.attribution.clusters[0].cause->packages[0];
    package.first_bad = package.last_good = "";
    c.explain();
    CHECK(c.source.asked == std::vector<std::string>{"day of 0.27.0", "day of 0.28.1"});
    CHECK(c.cause().api.at(0).until.empty());  // the release is not known
}

TEST_CASE("clusters of one problem get what any of them showed") {
    Case c;
    c.comparison.clusters.push_back(calling_httpx(2));
    c.comparison.clusters[1].error.chain.clear();
    c.attribution.clusters = {shown_for(1, 7), shown_for(2, 7)};
    c.explain();
    CHECK(c.attribution.clusters[1].cause->api.size() == 1);
}

TEST_CASE("a release that cannot be had is said once, and the cause stays") {
    Case c;
    c.source.broken = "no route to host";
    c.attribution.clusters.push_back(shown_for(1));
    c.explain();
    for (const auto& found : c.attribution.clusters) {
        CHECK(
            found.caveats ==
            std::vector<Caveat>{{CaveatKind::package_changes, {"httpx"}, {ObstacleKind::failed, "no route to host"}}});
        CHECK(found.cause->api.empty());
    }
}

TEST_CASE("what the notes say to write instead wins over what griffe found") {
    Case c;
    c.attribution.clusters[0].cause->api = {{"httpx.Client", {ApiKind::behaviour}, "", "", "mounts=..."}};
    c.explain();
    REQUIRE(c.cause().api.size() == 2);
    CHECK(c.cause().api[0].instead.empty());
    CHECK(c.cause().api[1].instead == "mounts=...");
}

TEST_CASE("a note on the very change that the sources show is not told once more, and says what to write instead") {
    Case c;
    CauseApi note{"httpx.Client", {ApiKind::behaviour}, "", "", "mounts=..."};
    note.what.text = "no longer accepts proxies=";
    c.attribution.clusters[0].cause->api = {note};
    c.explain();
    REQUIRE(c.cause().api.size() == 1);
    CHECK(c.cause().api[0].what.kind == ApiKind::parameters);
    CHECK(c.cause().api[0].instead == "mounts=...");
    note.name = "httpx", note.what.text = "Client is gone";
    c.source.printed = R"({"name": "httpx.Client", "kind": "name", "names": [], "instead": ""})"
                       "\n";
    c.attribution.clusters[0].cause->api = {note};
    c.explain();
    REQUIRE(c.cause().api.size() == 1);
    CHECK(c.cause().api[0].name == "httpx.Client");
    CHECK(c.cause().api[0].instead == "mounts=...");
}

TEST_CASE("if the sources tell nothing the changelog of the first bad release does, in its own words") {
    Case c;
    c.source.printed.clear();
    c.source.changes =
        "Version 0.28.0\n--------------\n\n-   Nothing.\n-   The ``proxies`` argument is removed. :pr:`1`\n";
    c.explain();
    REQUIRE(c.cause().api.size() == 1);
    CHECK(c.cause().api[0].what.kind == ApiKind::changelog);
    CHECK(c.cause().api[0].what.text == "The ``proxies`` argument is removed.");
    CHECK(c.cause().api[0].what.release == "0.28.0");
    CHECK(c.attribution.clusters[0].caveats.empty());
}

TEST_CASE("if nothing tells of a change the report says so, and asks no changelog in vain") {
    Case c;
    c.source.printed.clear();
    SECTION("no release is known") {
        c.attribution.clusters[0].cause->packages[0].first_bad = "";
        c.explain();
        CHECK(c.attribution.clusters[0].caveats.empty());
    }
    SECTION("no changelog") {
        c.explain();
        CHECK(c.attribution.clusters[0].caveats ==
              std::vector<Caveat>{{CaveatKind::no_change, {"httpx", "0.27.2", "0.28.0"}}});
    }
    SECTION("a note tells it") {
        c.attribution.clusters[0].cause->api = {{"httpx.Client", {ApiKind::behaviour}, "", "", "mounts=..."}};
        c.explain();
        CHECK(std::find(c.source.asked.begin(), c.source.asked.end(), "changelog of httpx 0.28.0") ==
              c.source.asked.end());
    }
}

TEST_CASE("nothing is looked at for a cause that was not shown, or a package that only one side has") {
    Case c;
    SECTION("not shown") { c.attribution.clusters[0].cause->verdict = VerdictKind::unproven; }
    SECTION("one side") { c.attribution.clusters[0].cause->packages[0].good = ""; }
    SECTION("the same on both") { c.attribution.clusters[0].cause->packages[0].good = "0.28.1"; }
    c.explain();
    CHECK(c.source.asked.empty());
    CHECK(c.cause().api.empty());
}
