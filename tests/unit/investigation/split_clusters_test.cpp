#include "investigation/split_clusters.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

Comparison of_two() {
    Comparison comparison;
    for (const int id : {1, 2}) {
        Cluster cluster;
        cluster.id = id;
        for (const char* test : {"a", "b", "c"}) cluster.tests.push_back({test + std::to_string(id)});
        comparison.clusters.push_back(std::move(cluster));
    }
    return comparison;
}

attribute::Finding finding(int cluster, std::vector<int> tests = {}, bool flaky = false) {
    attribute::Finding result;
    result.attribution.cluster = cluster;
    result.attribution.flaky = flaky;
    result.tests = std::move(tests);
    return result;
}

std::vector<std::string> told(const Comparison& comparison) {
    std::vector<std::string> lines;
    for (const auto& cluster : comparison.clusters) {
        lines.push_back(std::to_string(cluster.id) + ":");
        for (const auto& test : cluster.tests) lines.back() += " " + test.id;
    }
    return lines;
}

}  // namespace

TEST_CASE("a cluster that follows one cause stays whole") {
    attribute::Conclusion conclusion;
    conclusion.findings = {finding(1), finding(2, {0, 1, 2})};
    Attribution attribution;
    CHECK(told(split_clusters(of_two(), conclusion, attribution)) ==
          std::vector<std::string>{"1: a1 b1 c1", "2: a2 b2 c2"});
    CHECK(attribution.clusters.size() == 2);
}

TEST_CASE("parts of a cluster become clusters, and the whole is no cluster any more") {
    attribute::Conclusion conclusion;
    conclusion.findings = {finding(1, {0, 2}), finding(1, {1}), finding(2)};
    Attribution attribution;
    CHECK(told(split_clusters(of_two(), conclusion, attribution)) ==
          std::vector<std::string>{"2: a2 b2 c2", "3: a1 c1", "4: b1"});
    CHECK(attribution.clusters.at(0).cluster == 3);
    CHECK(attribution.clusters.at(1).cluster == 4);
}

TEST_CASE("what was seen closely in one test belongs to the part that has this test") {
    Comparison comparison = of_two();
    Cluster& whole = comparison.clusters[0];
    whole.divergence = Divergence{};
    whole.divergence->test = "a1";
    whole.missing = {{"file", "x", {}, "a1"}};
    whole.warnings = {{"UserWarning", "w", "x.py", 1, true, "a1"}};
    whole.swallowed.resize(1);
    attribute::Conclusion conclusion;
    conclusion.findings = {finding(1, {0, 2}), finding(1, {1}), finding(2)};
    Attribution attribution;
    const auto parts = split_clusters(comparison, conclusion, attribution).clusters;
    CHECK((parts.at(1).divergence && parts[1].missing.size() == 1 && parts[1].warnings.size() == 1));
    CHECK((!parts.at(2).divergence && parts[2].missing.empty() && parts[2].warnings.empty()));
    // Nobody knows in which test it was swallowed.
    CHECK(parts[1].swallowed.empty());
}

TEST_CASE("a flaky part is a flaky cluster") {
    attribute::Conclusion conclusion;
    conclusion.findings = {finding(1, {0}, true), finding(1, {1, 2}), finding(2), finding(9)};
    Attribution attribution;
    const auto split = split_clusters(of_two(), conclusion, attribution);
    REQUIRE(split.clusters.size() == 3);
    CHECK(split.clusters[1].kind == ClusterKind::flaky);
    CHECK(split.clusters[2].kind == ClusterKind::regression);
    CHECK(attribution.clusters.size() == 3);  // the finding about a cluster that does not exist is dropped
}
