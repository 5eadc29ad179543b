#pragma once
#include <filesystem>
#include <string>

namespace testskew::fuzz {

/// A folder with a small project, for what is read together with the files around it. It is made when it is first asked
/// for, below TMPDIR, and is left there: who starts a fuzzer gives it a TMPDIR of its own.
const std::filesystem::path& project_folder();

/// Writes a file of that folder, and gives its path.
std::filesystem::path written(const std::string& name, const std::string& text);

/// A text in two parts, which a line "-----" divides: two files that are read together. The second is "" without it.
std::pair<std::string, std::string> in_two(const std::string& text);

}  // namespace testskew::fuzz
