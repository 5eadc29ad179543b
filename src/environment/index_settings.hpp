#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace testskew::environment {

using Environ = std::map<std::string, std::string>;

/// The settings of pip by their long names ("index-url"), from its configuration files and its PIP_* variables.
using PipSettings = std::map<std::string, std::string>;

/// Returns the files in which pip looks for settings, the weakest first: global, user, PIP_CONFIG_FILE
/// (https://pip.pypa.io/en/stable/topics/configuration/).
std::vector<std::filesystem::path> pip_files(const Environ& environ);

/// Adds what the sections [global], [download] and [install] of one pip.conf say to `settings`, in this order, so that
/// [install] is the strongest.
void read_pip_file(const std::string& text, PipSettings& settings);

/// Returns what pip would use under this environ. It reads files.
PipSettings pip_settings(const Environ& environ);

/// Returns the environ for uv. It lacks the variables that would lead uv elsewhere (an active virtual environment,
/// another interpreter or project), and has pip's index settings under uv's names. These are given only if uv has none
/// of its own in `environ` or, as `uv_has_index` tells, in one of its files.
Environ uv_environ(Environ environ, const PipSettings& pip, bool uv_has_index);

/// Returns true if an index is named by a uv.toml above `project`, by that of the user or the system, or by the
/// project's pyproject.toml.
bool uv_files_name_an_index(const std::filesystem::path& project, const Environ& environ);

/// Returns the settings that decide which versions are found, as text for a cache key. The text holds credentials, so
/// it must be hashed and never stored.
std::string index_key(const Environ& uv_environ);

}  // namespace testskew::environment
