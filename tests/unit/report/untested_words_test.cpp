#include "report/untested_words.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/report.hpp"

using namespace testskew;
using Lines = std::vector<std::string>;

namespace {

/// A report of one failure for which something is known and nothing was tested.
Report guessed(ClusterKind kind = ClusterKind::regression) {
    Report report;
    report.bad.name = "ci", report.good.name = "local";
    Cluster cluster;
    cluster.id = 4, cluster.kind = kind;
    cluster.tests = {{"t.py::test", Outcome::failed, Outcome::passed}};
    cluster.error.type = "AttributeError";
    report.comparison.clusters = {cluster};
    CauseApi batched{"itertools.batched", {}, "3.12", "", "more_itertools.batched"};
    batched.swallowed_at = "app/dispatch.py:6";
    CauseApi walk{"pathlib.Path.walk", {}, "", "", ""};
    report.attribution.untested = {{4, {batched, walk}}};
    return report;
}

Lines lines_of(const Report& report) { return report::untested_lines(report, {&report.comparison.clusters[0]}); }

}  // namespace

TEST_CASE("what is known without an experiment is marked as not tested") {
    CHECK(lines_of(guessed()) ==
          Lines{"not tested: itertools.batched is new in Python 3.12 (swallowed at app/dispatch.py:6)",
                "instead: more_itertools.batched", "not tested: pathlib.Path.walk is there in local and not in ci"});
    Report other = guessed();
    other.attribution.untested[0].cluster = 5;
    CHECK(lines_of(other).empty());
}

TEST_CASE("of a failure of the good side it is that side which lacks the name") {
    CHECK(lines_of(guessed(ClusterKind::reverse)).back() ==
          "not tested: pathlib.Path.walk is there in ci and not in local");
}

TEST_CASE("what sessions tried in vain is not called untested") {
    Report report = guessed();
    ClusterAttribution found;
    found.cluster = 4;
    found.verdicts.emplace_back().factor = Factor::interpreter;
    report.attribution.clusters = {found};
    CHECK(lines_of(report).front().starts_with("not tested: "));
    report.attribution.clusters[0].verdicts[0].repair.U = 1;
    CHECK(lines_of(report).front().starts_with("not proven: "));
}

TEST_CASE("every format has what is known without an experiment") {
    for (const ClusterKind kind : {ClusterKind::regression, ClusterKind::one_sided}) {
        const Report report = guessed(kind);
        CHECK_THAT(report::text(report, {}), ContainsSubstring("not tested: itertools.batched is new in Python 3.12"));
        CHECK_THAT(report::markdown(report, {}), ContainsSubstring("- not tested: itertools.batched is new"));
        const auto document = nlohmann::json::parse(report::json(report, {}));
        const auto& untested = document["clusters"][0]["untested"];
        REQUIRE(untested.size() == 2);
        CHECK(untested[0]["name"] == "itertools.batched");
        CHECK(untested[0]["swallowed_at"] == "app/dispatch.py:6");
        CHECK(document["clusters"][0]["cause"].is_null());
    }
}
