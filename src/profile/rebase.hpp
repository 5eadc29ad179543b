#pragma once
#include <filesystem>
#include <string>

namespace testskew::profile {

/// Changes a line of a requirements file that was written relative to the folder `from`, so that it is relative to the
/// folder `to`. A line without a relative path is returned unchanged.
std::string rebase_line(const std::string& line, const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::profile
