#pragma once
#include <filesystem>
#include <set>
#include <string>

namespace testskew::environment {

/// Makes the __pycache__ of site-packages. Python would make it at the first import, which would change the time of
/// site-packages and look like an installation.
void make_bytecode_folder(const std::filesystem::path& site);

/// Removes what is left of distributions that were removed or replaced: the bytecode whose source is gone, and the
/// folders that hold nothing else. `files` are the files that these distributions had, relative to `site`.
void remove_leftovers(const std::filesystem::path& site, const std::multiset<std::string>& files);

}  // namespace testskew::environment
