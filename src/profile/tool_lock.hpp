#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::profile {

/// Whether a file of this name is a lock of poetry, pdm or pipenv.
bool is_tool_lock(const std::string& name);

/// What one of these locks says for an interpreter: the project's own dependencies, the groups that its tool installs
/// by default (but not those for documentation and the like), and the extras and groups that the tests need.
/// `label` names the lock in messages. Throws Error (usage) if it is malformed.
Requirements requirements_of_tool_lock(const std::filesystem::path& lock, const std::string& label,
                                       const std::filesystem::path& project, const Profile& profile,
                                       const Interpreter& interpreter);

}  // namespace testskew::profile
