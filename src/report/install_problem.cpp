#include "report/install_problem.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "util/text.hpp"

namespace testskew::report {
namespace {

using Trial = InstallProblem::Trial;

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

std::string install_problem_text(const InstallProblem& problem, const Secrets& secrets) {
    const std::string package = package_of(problem);
    const auto row = [](const char* label, const std::string& text) {
        return fmt::format("   {:<10} {}\n", label, text);
    };
    std::string text = fmt::format("{} cannot be installed, and {} can. No test of {} can run. It is 1 problem.\n\n",
                                   problem.side, problem.other, problem.side);
    text += fmt::format("1  {}  {}    all tests\n", problem.shown() ? "SUPPORTED" : "NOT SHOWN",
                        problem.shown() ? "interpreter" : "packages");
    text += fmt::format("   {} cannot be installed on Python {}\n     {}\n", package, problem.python, problem.reason);
    if (problem.shown()) {
        text += row("cause", fmt::format("Python {} cannot install {}, and Python {} can", problem.python, package,
                                         problem.other_python));
        text += row("repair",
                    fmt::format("{} on Python {}    {}", problem.side, problem.other_python, word_of(problem.repair)));
        text +=
            row("induce", fmt::format("{} on Python {}    {}", problem.other, problem.python, word_of(problem.induce)));
    } else if (problem.repair == Trial::fails) {
        text += row("tried", fmt::format("{} on Python {}: it cannot be installed there either", problem.side,
                                         problem.other_python));
    }
    if (!problem.first_release.empty())
        text += row("instead", fmt::format("{} {} is the first later release with a wheel for Python {}",
                                           problem.package, problem.first_release, problem.python));
    return secrets.hide(printable(text));
}

std::string install_problem_json(const InstallProblem& problem, const Secrets& secrets, int exit_code) {
    const auto shown = [&](const std::string& text) { return secrets.hide(valid_utf8(text)); };
    const auto trial = [](Trial one) {
        return one == Trial::untried ? "untried" : one == Trial::installs ? "installs" : "fails";
    };
    const nlohmann::json document = {
        {"schema", 1},
        {"error",
         {{"message", shown(fmt::format("{}: {} cannot be installed on Python {}: {}", problem.side,
                                        package_of(problem), problem.python, problem.reason))},
          {"exit_code", exit_code}}},
        {"cannot_install",
         {{"side", shown(problem.side)},
          {"other", shown(problem.other)},
          {"python", problem.python},
          {"other_python", problem.other_python},
          {"package", problem.package},
          {"version", problem.version},
          {"reason", shown(problem.reason)},
          {"repair", trial(problem.repair)},
          {"induce", trial(problem.induce)},
          {"first_release", problem.first_release}}}};
    return document.dump(2) + "\n";
}

}  // namespace testskew::report
