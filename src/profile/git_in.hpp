#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "process/process.hpp"

namespace testskew::profile {

/// Runs git in a folder, without the variables of git that testskew was started with, and with `environ` besides. Its
/// start_error says so if there is no git.
process::Exit git_in(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environ = {});

}  // namespace testskew::profile
