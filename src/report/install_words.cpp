#include "report/install_words.hpp"

#include <fmt/core.h>

namespace testskew::report {
namespace {

using Trial = InstallTrial;

std::string package_of(const UninstallablePackage& refused) {
    if (refused.package.empty()) return "its packages";
    return refused.version.empty() ? refused.package : refused.package + " " + refused.version;
}

const char* word_of(Trial trial) {
    switch (trial) {
        case Trial::untried: return "not tried";
        case Trial::installs: return "it installs";
        case Trial::fails: return "it cannot be installed there either";
    }
    return "";
}

/// True if the requirements of the side exclude each other, and the interpreter has nothing to do with it.
bool contradicts(const UninstallablePackage& refused) {
    return refused.contradiction && !refused.shown() && refused.repair != Trial::installs;
}

}  // namespace

std::string install_headline(const UninstallablePackage& refused) {
    return fmt::format("{} cannot be installed, and {} can. No test of {} can run. It is 1 problem.", refused.side,
                       refused.other, refused.side);
}

std::vector<std::pair<std::string, std::string>> install_rows(const UninstallablePackage& refused) {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto trial = [&](const std::string& side, const std::string& python) {
        return fmt::format("{} on Python {}", side, python);
    };
    if (refused.shown()) {
        rows.emplace_back("cause", fmt::format("Python {} cannot install {}, and Python {} can", refused.python,
                                               package_of(refused), refused.other_python));
        rows.emplace_back("repair", trial(refused.side, refused.other_python) + "    " + word_of(refused.repair));
        rows.emplace_back("induce", trial(refused.other, refused.python) + "    " + word_of(refused.induce));
    } else if (refused.repair == Trial::fails) {
        rows.emplace_back("tried", trial(refused.side, refused.other_python) + ": it cannot be installed there either");
    }
    if (!refused.first_release.empty())
        rows.emplace_back("instead", fmt::format("{} {} is the first later release with a wheel for Python {}",
                                                 refused.package, refused.first_release, refused.python));
    return rows;
}

std::string install_sentence(const UninstallablePackage& refused) {
    if (contradicts(refused)) return fmt::format("the requirements of {} contradict each other", refused.side);
    return fmt::format("{} cannot be installed on Python {}", package_of(refused), refused.python);
}

std::string install_verdict(const UninstallablePackage& refused) {
    return refused.shown() || contradicts(refused) ? "supported" : "not shown";
}

std::string install_factor(const UninstallablePackage& refused) { return refused.shown() ? "interpreter" : "packages"; }

}  // namespace testskew::report
