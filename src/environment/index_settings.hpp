#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace testskew::environment {

using Environ = std::map<std::string, std::string>;

/// pip's settings by their long names ("index-url"), from its configuration files and its PIP_* variables.
using PipSettings = std::map<std::string, std::string>;

/// Where pip reads its settings, weakest first: global, user, PIP_CONFIG_FILE
/// (https://pip.pypa.io/en/stable/topics/configuration/).
std::vector<std::filesystem::path> pip_files(const Environ& environ);

/// The sections [global], [install] and [download] of one pip.conf, later sections over earlier ones; adds to
/// `settings`.
void read_pip_file(const std::string& text, PipSettings& settings);

/// What pip would use under this environ. Reads files.
PipSettings pip_settings(const Environ& environ);

/// The environ for uv: variables that would lead it elsewhere (an active virtual environment, another interpreter or
/// project) removed, and pip's index settings given under uv's names where uv has none of its own in `environ` or, as
/// `uv_has_index` says, in one of its files. Folders of find-links that do not exist are left out, as pip warns of them
/// and uv fails.
Environ uv_environ(Environ environ, const PipSettings& pip, bool uv_has_index);

/// Whether a uv.toml above `project` or of the user or system, or the project's pyproject.toml, names an index.
bool uv_files_name_an_index(const std::filesystem::path& project, const Environ& environ);

/// The settings that decide which versions are found, as text for a cache key. Holds credentials: hash it, never store
/// it.
std::string index_key(const Environ& uv_environ);

}  // namespace testskew::environment
