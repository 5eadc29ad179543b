#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "model/profile.hpp"

namespace testskew::profile {

/// A distribution that the tests cannot do without.
struct Need {
    std::vector<std::string> any_of;  ///< normalised names; one of them is enough
    std::string why;                  ///< "--cov in the addopts of pyproject.toml", "import yaml in tests/test_x.py"
    bool plugin = false;              ///< a plugin of pytest, and not only a module that is imported
};

/// What pytest's configuration, the options of a profile and the test files need: the plugins of known options, marks
/// and fixtures, and the modules that test files import at their top. pytest itself is the first.
std::vector<Need> needs_of(const std::filesystem::path& project, const Selection& selection);

}  // namespace testskew::profile
