#include "investigation/hidden_failures.hpp"

#include "catch.hpp"
#include "compare/test_failures.hpp"
#include "support/scripted_runner.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::string only = "tests/test_a.py::one";

/// A cluster, the finding on it, and a recording in which its test fails in another way.
struct HiddenCase {
    Recording recording = recording_of(side_with("ci", {}), {only}, [](const std::string&) { return true; }, "other");
    std::string identity = compare::failures(recording.tests.at(0)).at(0).fingerprint.digest;
    Comparison comparison;
    Attribution attribution;
    std::vector<attribute::Finding> findings;
    OtherFailures seen{{identity, "recordings/s7.jsonl"}};

    HiddenCase() {
        Cluster cluster;
        cluster.id = 3;
        cluster.tests = {{only, Outcome::failed, Outcome::passed}};
        comparison.clusters = {cluster};
        attribution.clusters.emplace_back().cluster = 3;
        findings.emplace_back().attribution.cluster = 1;  // the cluster was split, and has another number now
        findings.back().behind = {identity};
    }
    const std::vector<Failure>& behind() const { return comparison.clusters[0].behind; }
};

}  // namespace

TEST_CASE("the failure behind another one is that of the recording in which it was seen") {
    HiddenCase c;
    add_hidden_failures(c.comparison, c.findings, c.attribution, c.seen, [&](const std::string& name) {
        CHECK(name == "recordings/s7.jsonl");
        return c.recording;
    });
    REQUIRE(c.behind().size() == 1);
    CHECK(c.behind()[0].type == "OSError");
    CHECK(c.behind()[0].line == 9);
}

TEST_CASE("a hidden failure without a recording is empty, and keeps its place among the layers") {
    HiddenCase c;
    c.findings[0].behind = {"unknown", c.identity};
    add_hidden_failures(c.comparison, c.findings, c.attribution, c.seen,
                        [](const std::string&) -> Recording { throw Error("it is gone"); });
    REQUIRE(c.behind().size() == 2);
    CHECK(c.behind()[0].type.empty());
    CHECK(c.behind()[1].type.empty());
}
