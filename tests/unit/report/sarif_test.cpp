#include "report/sarif.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "ci_example.hpp"

using namespace testskew;
using namespace testskew::report;
using nlohmann::json;

namespace {

/// What GitHub refuses or drops a file for. The whole schema is checked by hand (docs/reports.md).
json checked(const CiReport& report) {
    const std::string text = sarif(report, {});
    CHECK(text.find('\x1b') == std::string::npos);
    const json document = json::parse(text);
    CHECK(document.at("version") == "2.1.0");
    REQUIRE(document.at("runs").size() == 1);
    const json& run = document["runs"][0];
    const json& rules = run.at("tool").at("driver").at("rules");
    for (const json& result : run.at("results")) {
        CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
        CHECK_FALSE(result.at("message").at("text").get<std::string>().empty());
        CHECK_FALSE(result.at("partialFingerprints").at("testskew/v1").get<std::string>().empty());
        REQUIRE(result.at("locations").size() == 1);
        const json& place = result["locations"][0].at("physicalLocation");
        CHECK(place.at("region").at("startLine").get<int>() >= 1);
        const std::string uri = place.at("artifactLocation").at("uri");
        CAPTURE(uri);
        CHECK_FALSE(uri.empty());
        CHECK(uri.front() != '/');
        CHECK(uri.find_first_of(" :\\<>\"\n") == std::string::npos);
    }
    return run;
}

}  // namespace

TEST_CASE("each group of equal failures is one result at the line that failed") {
    const json run = checked(ci_example(3));
    REQUIRE(run["results"].size() == 3);
    const json& first = run["results"][0];
    CHECK(first["ruleId"] == "testskew/fails-here");
    CHECK(first["level"] == "error");
    CHECK(first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "shop/cart.py");
    CHECK(first["locations"][0]["physicalLocation"]["region"]["startLine"] == 11);
    CHECK(first["relatedLocations"][0]["message"]["text"] == "tests/test_1.py::test_0");
    CHECK(first["stacks"][0]["frames"][0]["location"]["message"]["text"] == "in total");
    CHECK_THAT(first["message"]["text"].get<std::string>(), ContainsSubstring("fails in py311, passes in py312"));
    CHECK(run["automationDetails"]["id"] == "testskew/py311/");
}

TEST_CASE("a proven problem comes first, with its cause") {
    CiReport report = ci_example(3);
    prove(report.comparisons[0].report, 3);
    const json first = checked(report)["results"][0];
    CHECK(first["properties"]["verdict"] == "proven");
    CHECK(first["properties"]["factors"] == json{"interpreter"});
    CHECK_THAT(first["message"]["text"].get<std::string>(), ContainsSubstring("proven: "));
}

TEST_CASE("there are no more results than GitHub keeps, and the run says how many are left out") {
    const json run = checked(ci_example(5010));
    CHECK(run["results"].size() == most_results);
    CHECK_THAT(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].get<std::string>(),
               ContainsSubstring("and 10 more groups of equal failures"));
}

TEST_CASE("a failure without a place of the repository is shown where its test is, or where the project is described") {
    CiReport report = ci_example(1);
    report.folder = "back end";
    Cluster& cluster = report.comparisons[0].report.comparison.clusters[0];
    cluster.error.path = "/usr/lib/x.py";
    const auto uri = [&] {
        return checked(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .get<std::string>();
    };
    CHECK(uri() == "back%20end/tests/test_1.py");
    cluster.tests[0].id = "(session)";
    CHECK(uri() == "back%20end/%28session%29");
    cluster.tests[0].id = "/elsewhere/test_a.py::test";
    CHECK(uri() == "back%20end/pyproject.toml");
}

TEST_CASE("SARIF with hostile text is whole") { CHECK(checked(hostile_example())["results"].size() == 3); }
