#pragma once
#include <string>
#include <utility>
#include <vector>

#include "model/uninstallable_package.hpp"

/// What every format says of a side that cannot be installed.
namespace testskew::report {

/// "ci cannot be installed, and local can. No test of ci can run. It is 1 problem."
std::string install_headline(const UninstallablePackage& refused);

/// "numpy 1.23.5 cannot be installed on Python 3.12.1"
std::string install_sentence(const UninstallablePackage& refused);

/// "supported" if both trials agree that the interpreter decides, else "not shown".
std::string install_verdict(const UninstallablePackage& refused);
/// The factor that the problem follows, or in which the report looks for it.
std::string install_factor(const UninstallablePackage& refused);

/// The lines on the cause, the trials, and what to install instead: a label and its text.
std::vector<std::pair<std::string, std::string>> install_rows(const UninstallablePackage& refused);

}  // namespace testskew::report
