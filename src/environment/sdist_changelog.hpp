#pragma once
#include <optional>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// A changelog that the source distribution of a release ships.
struct SdistChangelog {
    std::string source;  ///< "CHANGES.rst of click-8.2.0.tar.gz"
    std::string text;
};

/// Downloads the source distribution of a release and reads its changelog. Nothing of it is run or kept. Returns
/// nullopt if there is no source distribution, if it ships none, or if it cannot be had. Throws Interrupted.
std::optional<SdistChangelog> sdist_changelog(const std::string& name, const std::string& version,
                                              const Interpreter& interpreter, const std::vector<std::string>& arguments,
                                              const BuildOptions& options);

}  // namespace testskew::environment
