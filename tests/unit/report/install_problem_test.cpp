#include "report/install_problem.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace testskew;

namespace {

InstallProblem example() {
    InstallProblem problem;
    problem.side = "ci";
    problem.other = "local";
    problem.python = "3.12.1";
    problem.other_python = "3.11.7";
    problem.package = "numpy";
    problem.version = "1.23.5";
    problem.reason = "Failed to build `numpy==1.23.5`";
    problem.repair = InstallProblem::Trial::installs;
    problem.induce = InstallProblem::Trial::fails;
    problem.first_release = "1.26.0";
    return problem;
}

}  // namespace

TEST_CASE("a package that one side cannot install is told as a problem") {
    CHECK(report::install_problem_text(example(), {}) ==
          "ci cannot be installed, and local can. No test of ci can run. It is 1 problem.\n\n"
          "1  SUPPORTED  interpreter    all tests\n"
          "   numpy 1.23.5 cannot be installed on Python 3.12.1\n"
          "     Failed to build `numpy==1.23.5`\n"
          "   cause      Python 3.12.1 cannot install numpy 1.23.5, and Python 3.11.7 can\n"
          "   repair     ci on Python 3.11.7    it installs\n"
          "   induce     local on Python 3.12.1    it cannot be installed there either\n"
          "   instead    numpy 1.26.0 is the first later release with a wheel for Python 3.12.1\n");
}

TEST_CASE("what the trials did not show is not claimed") {
    auto problem = example();
    problem.induce = InstallProblem::Trial::untried;
    problem.first_release.clear();
    CHECK_FALSE(problem.shown());
    CHECK(report::install_problem_text(problem, {}).find("cause") == std::string::npos);
    CHECK(report::install_problem_text(problem, {}).find("NOT SHOWN") != std::string::npos);
    const auto document = nlohmann::json::parse(report::install_problem_json(problem, {}, 4));
    CHECK(document["error"]["exit_code"] == 4);
    CHECK(document["cannot_install"]["package"] == "numpy");
    CHECK(document["cannot_install"]["induce"] == "untried");
}
