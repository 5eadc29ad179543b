#include "report/suspicion_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

Suspicion variable(int cluster) {
    return {cluster, {{Factor::environ, "API_KEY"}}, SuspicionKind::asked, "API_KEY", "app/auth.py", 12};
}

Report of_clusters(int count) {
    Report report;
    for (int id = 1; id <= count; ++id) {
        Cluster cluster;
        cluster.id = id;
        cluster.tests.resize(2);
        report.comparison.clusters.push_back(cluster);
    }
    return report;
}

std::vector<std::string> lines_of(const Report& report) {
    std::vector<const Cluster*> clusters;
    for (const auto& cluster : report.comparison.clusters) clusters.push_back(&cluster);
    return suspicion_lines(report, clusters);
}

}  // namespace

TEST_CASE("a suspicion says what is suspected and why, and never speaks of a cause") {
    CHECK(suspicion_words(variable(1)) == "variable API_KEY: asked for at app/auth.py:12");
    const Suspicion mock{1,
                         {{Factor::selection, "a.py"},
                          {Factor::selection, "b.py"},
                          {Factor::selection, "c.py"},
                          {Factor::selection, "d.py"}},
                         SuspicionKind::mock,
                         "",
                         "",
                         0};
    CHECK(suspicion_words(mock) == "a.py, b.py, c.py and 1 more: a mock stands where the test has a value");
    const Suspicion changed{1, {{Factor::interpreter, "Python"}}, SuspicionKind::changed, "shutil.rmtree", "", 0};
    CHECK(suspicion_words(changed) == "the interpreter: shutil.rmtree differs between the two versions");
}

TEST_CASE("a suspicion is told once of all its clusters, and marked as not tested") {
    Report report = of_clusters(2);
    report.attribution.suspicions = {variable(1), variable(2)};
    CHECK(lines_of(report) == std::vector<std::string>{"variable API_KEY: asked for at app/auth.py:12 (not tested)"});
}

TEST_CASE("a suspicion is not told where a cause was shown, or where its factor was ruled out") {
    Report report = of_clusters(1);
    report.attribution.suspicions = {variable(1)};
    ClusterAttribution found;
    found.cluster = 1;
    report.attribution.clusters = {found};
    CHECK(lines_of(report).at(0).ends_with("(not proven)"));
    SECTION("ruled out") {
        Verdict verdict;
        verdict.factor = Factor::environ, verdict.kind = VerdictKind::ruled_out;
        report.attribution.clusters[0].verdicts = {verdict};
    }
    SECTION("shown") {
        report.attribution.clusters[0].cause = Cause();
        report.attribution.clusters[0].cause->verdict = VerdictKind::proven;
    }
    SECTION("flaky") { report.attribution.clusters[0].flaky = true; }
    CHECK(lines_of(report).empty());
}

TEST_CASE("who waits sees the first suspicion of all tests, and how many have none") {
    const Report report = of_clusters(3);
    CHECK(points_to(report.comparison, {variable(1), variable(2)}) ==
          std::vector<std::string>{
              "4 tests: evidence points to variable API_KEY: asked for at app/auth.py:12 (not tested)",
              "2 tests: evidence points nowhere yet"});
}
