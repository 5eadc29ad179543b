#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace testskew::environment {

using Environ = std::map<std::string, std::string>;

/// pip's settings by their long names ("index-url"), from its configuration files and its PIP_* variables.
using PipSettings = std::map<std::string, std::string>;

/// The files in which pip looks for settings, the weakest first: global, user, PIP_CONFIG_FILE
/// (https://pip.pypa.io/en/stable/topics/configuration/).
std::vector<std::filesystem::path> pip_files(const Environ& environ);

/// Adds what the sections [global], [download] and [install] of one pip.conf say to `settings`, in this order, so that
/// [install] is the strongest.
void read_pip_file(const std::string& text, PipSettings& settings);

/// What pip would use under this environ. Reads files.
PipSettings pip_settings(const Environ& environ);

/// The environ for uv: without the variables that would lead it elsewhere (an active virtual environment, another
/// interpreter or project), and with pip's index settings under uv's names. The latter are given only if uv has none of
/// its own in `environ` or, as `uv_has_index` says, in one of its files.
Environ uv_environ(Environ environ, const PipSettings& pip, bool uv_has_index);

/// Whether a uv.toml above `project` or of the user or system, or the project's pyproject.toml, names an index.
bool uv_files_name_an_index(const std::filesystem::path& project, const Environ& environ);

/// The settings that decide which versions are found, as text for a cache key. It holds credentials: it must be hashed,
/// and never stored.
std::string index_key(const Environ& uv_environ);

}  // namespace testskew::environment
