#pragma once
#include <string>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// The sentence on a package: "httpx 0.28.0 is the first release that fails (0.28.1 in ci, 0.27.2 in local)". If the
/// bad side has the older release, it says "the last release that fails".
std::string package_words(const CausePackage& package, const SideNames& names);

/// The sentence on an interpreter: "Python 3.11 fails and 3.12 passes with the same packages".
std::string interpreter_words(const CauseInterpreter& interpreter, const SideNames& names);

/// The sentence on a variable: "X is set in local and not in ci".
std::string variable_words(const CauseVariable& variable, const SideNames& names);

}  // namespace testskew::report
