#pragma once
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace testskew::workspace {

/// True if the file begins with the first record of a recording. False also if it cannot be read.
bool is_recording(const std::filesystem::path& file);

/// How many entries of `git status --porcelain -z` are not of testskew's own making. Its settings and the recordings
/// that it has written into the project do not make one side differ from the other. `top` is the work tree.
std::size_t changes_but_our_own(std::string_view status, const std::filesystem::path& top);

}  // namespace testskew::workspace
