#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew::cli {

/// The recordings in a folder, at any depth, in the order of their paths: at most `most` of them. Notes say what is not
/// there or left out.
std::vector<std::filesystem::path> recordings_in(const std::filesystem::path& folder, std::size_t most,
                                                 std::vector<std::string>& notes);

/// The name of a leg: that of its file, else that of the artifact's folder if the file has the usual name.
std::string name_of_leg(const std::filesystem::path& file);

}  // namespace testskew::cli
