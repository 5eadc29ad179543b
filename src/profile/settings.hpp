#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "profile/toml.hpp"

namespace testskew::profile {

/// What one key of a profile may hold.
using Value = std::variant<bool, long, std::string, std::vector<std::string>, std::vector<std::vector<std::string>>>;

/// The value of one key, and where it was written.
struct Setting {
    Value value;
    std::string place;                ///< "testskew.toml:12", "built in github-ubuntu:3"
    std::filesystem::path directory;  ///< a relative path in the value is relative to this folder
};

/// Settings by dotted name: "python", "environ.CI", "host.umask", "host.limits.nofile", "git.depth".
using SettingMap = std::map<std::string, Setting>;

/// The keys of one profile's table as a file holds it. They are checked, and `extends` is not followed yet.
struct Settings {
    std::string name;    ///< the name of the profile
    std::string origin;  ///< "testskew.toml", "built in", "command line"
    std::string description;
    std::filesystem::path directory;  ///< the folder of the file; empty for a built-in profile
    std::vector<std::string> extends;
    std::string extends_place;  ///< where `extends` was written, for messages
    SettingMap keys;
    std::vector<std::string> notes;                       ///< Profile::notes
    std::optional<std::filesystem::path> recording = {};  ///< Profile::recording
    int recorded_session = 1;                             ///< Profile::recorded_session
};

/// What the [hook] table says about the pre-push hook.
struct HookSettings {
    std::vector<std::string> profiles;  ///< what it checks; empty if the table does not say it
    std::optional<long> budget;         ///< seconds
};

/// What a TOML file with profiles holds: testskew.toml, or a file that is one profile.
struct ConfigFile {
    std::filesystem::path path;
    std::optional<std::string> run_bad, run_good;  ///< the profiles that the [run] table names
    HookSettings hook;
    std::vector<Settings> profiles;  ///< in the order of the file
};

/// Reads testskew.toml (or another file with [profile.NAME] tables), or a file that is itself one profile and is named
/// after the file. `label` names the file in messages. `project_config` is true for a testskew.toml. Throws Error with
/// file, line and column for an unknown key, a wrong type or an impossible value.
ConfigFile read_config(const Node& document, const std::filesystem::path& path, const std::string& label,
                       bool project_config);

/// Where the table of one profile comes from.
struct TableSource {
    std::string name;                 ///< the name of the profile
    std::string origin;               ///< Settings::origin
    std::filesystem::path directory;  ///< Settings::directory
    std::string label;                ///< names the file in messages
};

/// Reads the table of one profile. Throws Error as read_config() does.
Settings read_settings(const Node& table, const TableSource& source);

/// The name of a profile that is a file: the file's name, in which "-" replaces every character that a name may not
/// have; `otherwise` if nothing is left that can be a name.
std::string name_of_file(const std::filesystem::path& path, const std::string& otherwise);

/// Whether this name may stand in file names and messages: letters, digits, ".", "_", "-" and "+", and the first
/// character is neither "." nor "-".
bool valid_name(const std::string& name);

}  // namespace testskew::profile
