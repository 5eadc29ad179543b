#pragma once
#include <filesystem>
#include <string>

namespace testskew::profile {

/// A line of a requirements file that was written relative to the folder `from`, made relative to the folder `to`. A
/// line that holds no relative path is given back unchanged.
std::string rebase_line(const std::string& line, const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::profile
