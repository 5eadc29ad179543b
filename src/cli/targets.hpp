#pragma once
#include <filesystem>

#include "model/profile.hpp"

namespace testskew::cli {

/// Throws Error for a target that does not exist, before any session is run. Targets of a clean checkout, of another
/// commit or with --pyargs are not checked here: only pytest can tell whether they exist.
void check_targets(const Profile& profile, const std::filesystem::path& project);

}  // namespace testskew::cli
