#include "explain/package_changes.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::explain;

namespace {

/// A fake source of packages: two sides with httpx 0.28.1 and 0.27.0, and a griffe that prints what the test sets.
class PaperSource : public PackageSource {
public:
    Folder disk;
    std::string printed;             ///< what griffe prints
    std::string broken;              ///< why no release can be had; "" if they can be had
    std::vector<std::string> asked;  ///< the releases and days that were asked for
    std::string request;             ///< the last request to griffe
    std::filesystem::path place = disk.path / "project";

    PaperSource() {
        disk.write("bad/httpx-0.28.1.dist-info/RECORD", "httpx/__init__.py,,\n");
        disk.write("bad/httpx/_client.py", "");
        disk.write("project/app.py", "import httpx\n");
    }
    const std::filesystem::path& project() const override { return place; }
    std::filesystem::path site_packages(SideName side) override { return disk.path / to_string(side); }
    std::filesystem::path release(const std::string& name, const std::string& version) override {
        if (!broken.empty()) throw Error(broken);
        asked.push_back(name + " " + version);
        return disk.path / version;
    }
    std::map<std::string, std::string> release_days(const std::string&,
                                                    const std::vector<std::string>& versions) override {
        std::map<std::string, std::string> days;
        for (const auto& version : versions) asked.push_back("day of " + version), days[version] = "2024-11-28";
        return days;
    }
    std::string run_griffe(const std::string&, const std::string& asked_for) override {
        request = asked_for;
        return printed;
    }
};

/// A cluster that fails in the call of httpx.Client in app.py.
Cluster cluster_of(int id) {
    Cluster cluster;
    cluster.id = id;
    ExceptionRecord exception;
    exception.type = "TypeError";
    exception.message = "unexpected keyword argument 'proxies'";
    exception.frames = {{"app.py", 1, "f", "httpx.Client(proxies={})", true}};
    exception.subject = Subject{"httpx.Client", "parameter proxies", "httpx.Client(proxies={})", "s"};
    cluster.error.chain = {exception};
    return cluster;
}

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
        source.printed = R"({"name": "httpx.Client", "kind": "parameters", "names": ["proxies"], "instead": "proxy"})"
                         "\n";
        comparison.clusters = {cluster_of(1)};
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
    c.comparison.clusters.push_back(cluster_of(2));
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

TEST_CASE("nothing is looked at for a cause that was not shown, or a package that only one side has") {
    Case c;
    SECTION("not shown") { c.attribution.clusters[0].cause->verdict = VerdictKind::unproven; }
    SECTION("one side") { c.attribution.clusters[0].cause->packages[0].good = ""; }
    SECTION("the same on both") { c.attribution.clusters[0].cause->packages[0].good = "0.28.1"; }
    c.explain();
    CHECK(c.source.asked.empty());
    CHECK(c.cause().api.empty());
}
