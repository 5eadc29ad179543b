#include "report/install_problem.hpp"

#include <fmt/core.h>

namespace testskew::report {
namespace {

using Trial = InstallTrial;

std::string package_of(const InstallProblem& problem) {
    if (problem.package.empty()) return "its packages";
    return problem.version.empty() ? problem.package : problem.package + " " + problem.version;
}

const char* word_of(Trial trial) {
    switch (trial) {
        case Trial::untried: return "not tried";
        case Trial::installs: return "it installs";
        case Trial::fails: return "it cannot be installed there either";
    }
    return "";
}

}  // namespace

std::string install_headline(const InstallProblem& problem) {
    return fmt::format("{} cannot be installed, and {} can. No test of {} can run. It is 1 problem.", problem.side,
                       problem.other, problem.side);
}

std::vector<std::pair<std::string, std::string>> install_rows(const InstallProblem& problem) {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto trial = [&](const std::string& side, const std::string& python) {
        return fmt::format("{} on Python {}", side, python);
    };
    if (problem.shown()) {
        rows.emplace_back("cause", fmt::format("Python {} cannot install {}, and Python {} can", problem.python,
                                               package_of(problem), problem.other_python));
        rows.emplace_back("repair", trial(problem.side, problem.other_python) + "    " + word_of(problem.repair));
        rows.emplace_back("induce", trial(problem.other, problem.python) + "    " + word_of(problem.induce));
    } else if (problem.repair == Trial::fails) {
        rows.emplace_back("tried", trial(problem.side, problem.other_python) + ": it cannot be installed there either");
    }
    if (!problem.first_release.empty())
        rows.emplace_back("instead", fmt::format("{} {} is the first later release with a wheel for Python {}",
                                                 problem.package, problem.first_release, problem.python));
    return rows;
}

std::string install_sentence(const InstallProblem& problem) {
    return fmt::format("{} cannot be installed on Python {}", package_of(problem), problem.python);
}

std::string install_verdict(const InstallProblem& problem) { return problem.shown() ? "supported" : "not shown"; }

std::string install_factor(const InstallProblem& problem) { return problem.shown() ? "interpreter" : "packages"; }

}  // namespace testskew::report
