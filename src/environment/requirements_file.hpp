#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// A requirement that is a folder. It is installed for each workspace, and its dependencies take part in the
/// resolution.
struct LocalRequirement {
    std::filesystem::path path;  ///< The absolute and normalised path.
    LocalInstall install;
};

/// The lines of requirements files after every "-r" and "-c" was followed. They are given to uv.
struct FlatRequirements {
    std::vector<std::string> lines;  ///< The lines, with absolute paths.
    std::vector<std::string> constraints;
    std::vector<std::string> arguments;   ///< Options of the lines as arguments of uv. They may hold credentials.
    std::vector<std::string> groups;      ///< Dependency groups, as "FILE:NAME" with an absolute path.
    std::vector<LocalRequirement> local;  ///< The folders among the lines.
    std::vector<std::string> notes;
};

/// Returns the logical lines of a requirements file: without comments, and with lines joined that end in a backslash.
std::vector<std::string> logical_lines(std::string_view text);

/// Reads `lines` and the files that they name. Relative paths are relative to `root`, because pip takes them to be
/// relative to the folder in which it runs. Files named by "-r" and "-c" are relative to the file that names them.
/// `origin` names the lines in errors. Throws Error (usage) for a file that cannot be read and for an option that is
/// not known.
FlatRequirements flatten(const std::vector<std::string>& lines, const std::filesystem::path& root,
                         const std::string& origin);

/// Adds one requirement to `flat`. What only pip understands (`-e git+...#egg=name`) is converted. Throws Error (usage)
/// for a path that does not exist.
void add_requirement(std::string line, bool editable, const std::filesystem::path& root, FlatRequirements& flat);

/// Returns the normalised name that the pyproject.toml or setup.cfg of a folder declares, or "" if neither does.
std::string declared_name(const std::filesystem::path& folder);

}  // namespace testskew::environment
