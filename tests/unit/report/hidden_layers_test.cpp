#include "report/hidden_layers.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/evidence.hpp"
#include "report/report.hpp"

using namespace testskew;
using Lines = std::vector<std::string>;

namespace {

/// A variable is not set, and behind that a method and a package are missing.
Report layered() {
    Report report;
    report.bad.name = "ci", report.good.name = "local";
    report.attribution.done = true;
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{"t.py::test", Outcome::failed, Outcome::passed}};
    cluster.error.type = "KeyError";
    cluster.behind.resize(2);
    cluster.behind[0].type = "AttributeError", cluster.behind[0].message = "no attribute 'walk'";
    cluster.behind[0].path = "export.py", cluster.behind[0].line = 9, cluster.behind[0].function = "export";
    report.comparison.clusters = {cluster};
    ClusterAttribution found;
    found.cluster = found.problem = 1;
    Cause& cause = found.cause.emplace();
    cause.factors = {Factor::environ}, cause.verdict = VerdictKind::proven, cause.looked_into = true;
    cause.interpreter = CauseInterpreter{"3.11", "3.12", "", true};
    cause.packages = {{"h2", "", "4.1.0", ""}};
    cause.packages[0].behind = true;
    cause.layers = {{{{Factor::interpreter, "python"}}, {{"pathlib.Path.walk", {}, "3.12", "", "os.walk"}}},
                    {{{Factor::packages, "h2"}, {Factor::files, "a.json"}}}};
    report.attribution.clusters = {found};
    return report;
}

}  // namespace

TEST_CASE("each failure behind another one has its place, its cause and its explanation") {
    const Report report = layered();
    const auto layers = report::hidden_layers(report, report::problems(report).at(0));
    REQUIRE(layers.size() == 2);
    REQUIRE(layers[0].failure);
    CHECK(layers[0].failure->type == "AttributeError");
    CHECK(layers[0].cause == "Python 3.11 fails and 3.12 passes with the same packages");
    CHECK(layers[0].lines == Lines{"pathlib.Path.walk is new in Python 3.12", "instead: os.walk"});
    CHECK_FALSE(layers[1].failure);
    CHECK(layers[1].cause == "h2 is installed in local (4.1.0) and not in ci; it follows a.json");
}

TEST_CASE("a failure behind another one has the sessions that showed it") {
    Report report = layered();
    Verdict& verdict = report.attribution.clusters[0].verdicts.emplace_back();
    verdict.factor = Factor::interpreter, verdict.kind = VerdictKind::proven, verdict.reason = VerdictReason::hidden;
    verdict.induce.X = 3;
    const auto layers = report::hidden_layers(report, report::problems(report).at(0));
    REQUIRE(layers[0].evidence.size() == 1);
    CHECK(layers[0].evidence[0].session == "local with ci's interpreter");
    CHECK(layers[0].evidence[0].result == "it fails like that");
    CHECK(layers[0].evidence[0].count == "3 sessions");
    CHECK(layers[0].verdict == VerdictKind::proven);
    CHECK_FALSE(layers[1].verdict);
    CHECK(layers[1].evidence.empty());
    CHECK_THAT(report::text(report, {}), ContainsSubstring("it fails like that   3 sessions"));
    CHECK(report::text(report, {}).find("hidden behind this one") == std::string::npos);  // which 1b says
    CHECK_THAT(report::markdown(report, {}), ContainsSubstring("**it fails like that** (3 sessions)"));
    report.attribution.clusters[0].verdicts[0].induce.P = 1;  // not each time
    CHECK(report::hidden_layers(report, report::problems(report).at(0))[0].evidence.empty());
}

TEST_CASE("each failure behind another one is run again by its own name") {
    Report report = layered();
    CHECK(report::text(report, {}).find("testskew rerun") == std::string::npos);  // nothing is kept
    report.run_directory = ".testskew/runs/x";
    const std::string text = report::text(report, {}), html = report::html(report, {});
    CHECK_THAT(text, ContainsSubstring("rerun      testskew rerun 1b   (with what is in front of it repaired)"));
    CHECK_THAT(text, ContainsSubstring("rerun      testskew rerun 1c "));
    CHECK_THAT(html, ContainsSubstring("testskew rerun 1b<"));
    CHECK_THAT(html, ContainsSubstring("testskew rerun 1c<"));
}

TEST_CASE("every format tells the failures behind another one") {
    const Report report = layered();
    const std::string text = report::text(report, {});
    CHECK_THAT(text, ContainsSubstring("1b interpreter    behind it: what shows once that is repaired\n"
                                       "   AttributeError: no attribute 'walk'"));
    CHECK_THAT(text, ContainsSubstring("export.py:9 in export"));
    CHECK_THAT(text, ContainsSubstring("pathlib.Path.walk is new in Python 3.12"));
    CHECK_THAT(text, ContainsSubstring("1c packages + files    behind it"));
    CHECK_THAT(text, ContainsSubstring("cause      h2 is installed in local"));
    CHECK_THAT(report::markdown(report, {}), ContainsSubstring("**Behind it:** `AttributeError: no attribute 'walk'`"));
    const auto behind = nlohmann::json::parse(report::json(report, {}))["clusters"][0]["behind"];
    REQUIRE(behind.size() == 2);
    CHECK(behind[0]["error"]["type"] == "AttributeError");
    CHECK(behind[0]["follows"][0]["delta"] == "python");
    CHECK(behind[0]["api"][0]["name"] == "pathlib.Path.walk");
}

TEST_CASE("of tests that fail on both sides it is said what passing means") {
    Report report = layered();
    CHECK(report::meaning_of_passing(report, report::problems(report).at(0)).empty());
    report.comparison.clusters[0].good_error.emplace().type = "OSError";
    CHECK(report::meaning_of_passing(report, report::problems(report).at(0)) ==
          "local fails too, in another way: what is said to pass fails as in local");
    Verdict& verdict = report.attribution.clusters[0].verdicts.emplace_back();
    verdict.factor = Factor::environ, verdict.kind = VerdictKind::proven, verdict.repair.P = 5, verdict.induce.F = 5;
    const auto rows = report::evidence(report, report::problems(report).at(0));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].result == "it fails as in local");
    CHECK(rows[1].result == "it fails the same way");
    verdict.repair = Cell{0, 0, 2, 0};  // what is behind it shows
    CHECK(report::evidence(report, report::problems(report).at(0))[0].result == "it fails differently");
}

TEST_CASE("of a problem in which some tests fail on both sides the rows count both kinds") {
    Report report = layered();
    report.comparison.clusters.resize(1);
    report.attribution.clusters.resize(1);
    report.comparison.clusters.push_back(report.comparison.clusters[0]);
    report.comparison.clusters[1].id = 2;
    report.comparison.clusters[1].good_error.emplace().type = "OSError";
    Verdict& verdict = report.attribution.clusters[0].verdicts.emplace_back();
    verdict.factor = Factor::environ, verdict.kind = VerdictKind::proven, verdict.repair.P = 5, verdict.induce.F = 5;
    report.attribution.clusters[0].problem = 1;
    report.attribution.clusters.push_back(report.attribution.clusters[0]);
    report.attribution.clusters[1].cluster = 2;
    const auto problems = report::problems(report);
    REQUIRE(problems.size() == 1);
    CHECK(report::evidence(report, problems[0]).at(0).result == "1 of 2 pass, 1 fail as in local");
    CHECK(report::meaning_of_passing(report, problems[0]).empty());
    CHECK_FALSE(report::names_of(report, problems[0]).both_fail);
}
