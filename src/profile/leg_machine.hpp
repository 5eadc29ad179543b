#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace testskew::profile {

/// What a leg had on its machine and what cannot be set up here: its operating system, the versions of packages of it
/// that the tests used, and files that git ignores. One line each, and none for what is the same here. `facts` are
/// those of the recording, `label` names it.
std::vector<std::string> machine_notes(const std::filesystem::path& project,
                                       const std::map<std::string, std::string>& facts, const std::string& label);

}  // namespace testskew::profile
