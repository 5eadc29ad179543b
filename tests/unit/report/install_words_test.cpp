#include "report/install_words.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/report.hpp"

using namespace testskew;

namespace {

UninstallablePackage not_installable() {
    UninstallablePackage refused;
    refused.side = "ci";
    refused.other = "local";
    refused.python = "3.12.1";
    refused.other_python = "3.11.7";
    refused.package = "numpy";
    refused.version = "1.23.5";
    refused.reason = "Failed to build `numpy==1.23.5`";
    refused.repair = InstallTrial::installs;
    refused.induce = InstallTrial::fails;
    refused.first_release = "1.26.0";
    return refused;
}

Report report_on(const UninstallablePackage& refused) {
    Report report;
    report.bad.name = "ci", report.good.name = "local";
    report.cannot_install = refused;
    report.exit_code = refused.shown() ? ExitCode::attributed : ExitCode::environment;
    return report;
}

}  // namespace

TEST_CASE("a package that one side cannot install is told as a problem") {
    CHECK(report::text(report_on(not_installable()), {}) ==
          "ci cannot be installed, and local can. No test of ci can run. It is 1 problem.\n\n"
          "1  SUPPORTED  interpreter    all tests\n"
          "   numpy 1.23.5 cannot be installed on Python 3.12.1\n"
          "     Failed to build `numpy==1.23.5`\n"
          "   cause      Python 3.12.1 cannot install numpy 1.23.5, and Python 3.11.7 can\n"
          "   repair     ci on Python 3.11.7    it installs\n"
          "   induce     local on Python 3.12.1    it cannot be installed there either\n"
          "   instead    numpy 1.26.0 is the first later release with a wheel for Python 3.12.1\n");
}

TEST_CASE("Markdown and JSON tell of an installation what the text tells") {
    const Report report = report_on(not_installable());
    const std::string markdown = report::markdown(report, {});
    CHECK_THAT(markdown, ContainsSubstring("### 1. supported: interpreter (all tests)"));
    CHECK_THAT(markdown, ContainsSubstring("```\nFailed to build `numpy==1.23.5`\n```"));
    CHECK_THAT(markdown, ContainsSubstring("- instead: numpy 1.26.0 is the first later release"));
    const auto document = nlohmann::json::parse(report::json(report, {}));
    CHECK(document["exit_code"] == 1);
    CHECK(document["summary"] == "ci cannot be installed, and local can. No test of ci can run. It is 1 problem.");
    CHECK(document["cannot_install"]["repair"] == "installs");
    CHECK(document["cannot_install"]["first_release"] == "1.26.0");
}

TEST_CASE("what the trials did not show is not claimed") {
    auto problem = not_installable();
    problem.induce = InstallTrial::untried;
    problem.first_release.clear();
    CHECK_FALSE(problem.shown());
    const Report report = report_on(problem);
    CHECK(report::text(report, {}).find("cause") == std::string::npos);
    CHECK(report::text(report, {}).find("NOT SHOWN") != std::string::npos);
    CHECK(report::markdown(report, {}).find("cause") == std::string::npos);
    const auto document = nlohmann::json::parse(report::json(report, {}));
    CHECK(document["cannot_install"]["induce"] == "untried");
    CHECK(document["cannot_install"]["first_release"].is_null());
}

TEST_CASE("a report without such a problem says null") {
    CHECK(nlohmann::json::parse(report::json(Report{}, {}))["cannot_install"].is_null());
}

TEST_CASE("requirements that contradict each other are told as that, and no other release is advised") {
    UninstallablePackage refused = not_installable();
    refused.other_python = refused.python;
    refused.package = "click", refused.version = "8.0.1";
    refused.contradiction = true;
    refused.reason = "flask depends on click>=8.1.3 and you require click==8.0.1";
    refused.repair = refused.induce = InstallTrial::untried;
    refused.first_release.clear();
    CHECK(report::text(report_on(refused), {}) ==
          "ci cannot be installed, and local can. No test of ci can run. It is 1 problem.\n\n"
          "1  SUPPORTED  packages    all tests\n"
          "   the requirements of ci contradict each other\n"
          "     flask depends on click>=8.1.3 and you require click==8.0.1\n");
}
