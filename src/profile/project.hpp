#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace testskew::profile {

struct ConfigFile;

/// The project that testskew was started in.
struct Project {
    std::filesystem::path root;                    ///< absolute
    std::optional<std::filesystem::path> config;   ///< its testskew.toml, if it has one
    std::optional<std::string> run_bad, run_good;  ///< the names of profiles that its [run] table gives
    std::shared_ptr<const ConfigFile> profiles;    ///< the parsed testskew.toml; it has no profiles if there is no file
};

/// The project around the folder `start`. Its root is the folder of the nearest testskew.toml at `start` or above; else
/// pytest's rootdir; else the nearest folder that declares requirements or is the top level of a git repository; else
/// `start` itself. Throws Error (usage) if testskew.toml is malformed.
Project find_project(const std::filesystem::path& start);

/// The root of find_project(), for what has to go on with a testskew.toml that is malformed: then `start` itself.
std::filesystem::path project_root(const std::filesystem::path& start);

}  // namespace testskew::profile
