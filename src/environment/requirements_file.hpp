#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// A requirement that is a folder. It is installed for each workspace; its dependencies take part in the resolution.
struct LocalRequirement {
    std::filesystem::path path;  ///< absolute, normalised
    LocalInstall install;
};

/// The lines of requirements files with every "-r" and "-c" followed: what is handed to uv.
struct FlatRequirements {
    std::vector<std::string> lines;  ///< with absolute paths
    std::vector<std::string> constraints;
    std::vector<std::string> arguments;   ///< options of the lines, as uv's arguments; may hold credentials
    std::vector<std::string> groups;      ///< dependency groups, "FILE:NAME" with an absolute path
    std::vector<LocalRequirement> local;  ///< the folders among the lines
    std::vector<std::string> notes;
};

/// The logical lines of a requirements file: without comments, and with lines joined that end in a backslash.
std::vector<std::string> logical_lines(std::string_view text);

/// Reads `lines` and the files that they name. Relative paths are relative to `root`, as pip takes them to be relative
/// to the folder in which it runs; files named by "-r" and "-c" are relative to the file that names them. `origin`
/// names the lines in errors. Throws Error (usage) for a file that cannot be read and an option that is not known.
FlatRequirements flatten(const std::vector<std::string>& lines, const std::filesystem::path& root,
                         const std::string& origin);

/// Adds one requirement to `flat`. What only pip understands (`-e git+...#egg=name`) is converted. Throws Error (usage)
/// for a path that does not exist.
void add_requirement(std::string line, bool editable, const std::filesystem::path& root, FlatRequirements& flat);

/// The name that the pyproject.toml or setup.cfg of a folder declares, normalised; "" if neither does.
std::string declared_name(const std::filesystem::path& folder);

}  // namespace testskew::environment
