#pragma once
#include <filesystem>
#include <string>

#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::profile {

/// Whose requirements are looked for, and for what.
struct Wanted {
    const Profile& profile;
    const std::filesystem::path& project;
    const Interpreter& interpreter;
};

/// What a lock of uv, poetry, pdm or pipenv or a pylock.toml says is installed, with what of the project is installed
/// beside it. `label` names the lock in messages. Throws Error (usage) if it is malformed.
Requirements requirements_of_lock(const std::filesystem::path& lock, const std::string& label, const Wanted& wanted);

}  // namespace testskew::profile
