#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "profile/toml.hpp"

namespace testskew::profile {

using Setting = std::variant<bool, long, std::string, std::vector<std::string>, std::vector<std::vector<std::string>>>;

/// One setting of a profile and where it was written.
struct Entry {
    Setting value;
    std::string place;                ///< "testskew.toml:12", "built in github-ubuntu:3"
    std::filesystem::path directory;  ///< what a relative path in it is relative to
};

/// Settings by dotted name: "python", "environ.CI", "host.umask", "host.limits.nofile", "git.depth".
using Settings = std::map<std::string, Entry>;

/// One table of settings as a file holds it, checked, with `extends` not yet followed.
struct Layer {
    std::string name;    ///< of the profile
    std::string origin;  ///< "testskew.toml", "built in", "command line"
    std::string description;
    std::filesystem::path directory;
    std::vector<std::string> extends;
    std::string extends_place;
    Settings settings;
};

/// What a TOML file with profiles holds: testskew.toml, or a file that is one profile.
struct ConfigFile {
    std::filesystem::path path;
    std::optional<std::string> run_bad, run_good;
    std::vector<Layer> profiles;  ///< in the file's order
};

/// Reads testskew.toml (or another file with [profile.NAME] tables), or a file that is itself one profile, named like
/// the file. Throws Error with file, line and column for a key that does not exist, a wrong type or a value that cannot
/// be meant.
ConfigFile read_config(const Node& document, const std::filesystem::path& path, const std::string& label,
                       bool project_config);

/// Reads the table of one profile. `label` names the file in messages.
Layer read_layer(const Node& table, const std::string& name, const std::string& origin,
                 const std::filesystem::path& directory, const std::string& label);

/// Is this a name that may stand in file names and messages? Letters, digits, ".", "_", "-", "+", not beginning with
/// "." or "-".
bool valid_name(const std::string& name);

}  // namespace testskew::profile
