#pragma once
#include <filesystem>

#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::profile {

/// What is to be installed: the `requirements` or the `lock` of the profile, else what is installed in the virtual
/// environment that its `python` names, else what the project itself declares (docs/profiles.md has the rules). Paths
/// in the lines are relative to the folder `project`. With a lock, the lines say what is installed from it or in
/// addition to it: "-e .[test]" and "--group NAME" name the extras and groups of a uv.lock. Of the locks of poetry, pdm
/// and pipenv, what `interpreter` needs is chosen. Throws Error (usage) for a malformed pyproject.toml or lock.
Requirements requirements_of(const Profile& profile, const std::filesystem::path& project,
                             const Interpreter& interpreter);

}  // namespace testskew::profile
