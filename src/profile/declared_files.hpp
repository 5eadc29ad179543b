#pragma once
#include <filesystem>

#include "profile/declared.hpp"

/// What the files of a project besides pyproject.toml declare. Each function adds to `declared`, and nothing if its
/// file is not there.
namespace testskew::profile {

/// Adds what setup.py and setup.cfg say. setup.py is searched for literal text and never run.
void add_setup(const std::filesystem::path& project, Declared& declared);

/// Adds requirements*.txt: all of them for a project that is not installed, else only those for tests and development.
void add_requirements_files(const std::filesystem::path& project, Declared& declared);

/// Adds the packages and dev-packages of a Pipfile. Throws Error (usage) if it is malformed.
void add_pipfile(const std::filesystem::path& project, Declared& declared);

/// Adds the deps of tox.ini's [testenv].
void add_tox(const std::filesystem::path& project, Declared& declared);

}  // namespace testskew::profile
