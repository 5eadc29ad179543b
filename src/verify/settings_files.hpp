#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew::verify {

/// True if a changed file may say what a profile is, or what is installed. `declarations` is what declarations_in()
/// gave, and more of that kind: a file of text counts if it is named there, and a note or a file of data does not.
bool is_settings(const std::string& path, const std::string& declarations);

/// The texts of the files in these folders in which a project names its files of requirements.
std::string declarations_in(const std::vector<std::filesystem::path>& folders);

}  // namespace testskew::verify
