#pragma once
#include <filesystem>

#include "profile/declared.hpp"

/// What the files of a project other than pyproject.toml declare. Each function adds to `declared`, or does nothing if
/// its file does not exist.
namespace testskew::profile {

/// Adds what setup.py and setup.cfg say. setup.py is searched for literal text and never run.
void add_setup(const std::filesystem::path& project, Declared& declared);

/// Adds requirements*.txt: all of these files for a project that is not installed, else only the ones for tests and
/// development.
void add_requirements_files(const std::filesystem::path& project, Declared& declared);

/// Offers the requirements files of a project whose requirements for tests are known from elsewhere.
void offer_requirements_files(const std::filesystem::path& project, Declared& declared);

/// The names of what the lines of a requirements file require, with the files that they name.
std::vector<std::string> names_in_lines(const std::vector<std::string>& lines, const std::filesystem::path& folder);

/// Adds the packages and dev-packages of a Pipfile. Throws Error (usage) if it is malformed.
void add_pipfile(const std::filesystem::path& project, Declared& declared);

/// Adds the deps of tox.ini's [testenv].
void add_tox(const std::filesystem::path& project, Declared& declared);

}  // namespace testskew::profile
