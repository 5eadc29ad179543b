#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "profile/toml.hpp"

namespace testskew::profile {

/// What the files of a project declare for its tests, gathered file by file.
struct Declared {
    bool installable = false;           ///< `-e .` makes sense: there is a build system and something to build
    std::string source;                 ///< "pyproject.toml", "setup.py"
    std::vector<std::string> extras;    ///< of the project, meant for tests or development
    std::vector<std::string> groups;    ///< dependency groups likewise
    std::vector<std::string> own;       ///< dependencies of a project that is not installed
    std::vector<std::string> lines;     ///< further lines
    std::vector<std::string> from;      ///< where the lines come from: "the poetry group dev", "requirements-test.txt"
    std::vector<std::string> left_out;  ///< requirements files that look meant for something else
    bool names_pytest = false;          ///< something of the above requires pytest
};

/// Is this the name of an extra or group for tests or development (test, tests, testing, dev, ...)? Case, "-", "_" and
/// "." do not matter.
bool is_test_name(const std::string& name);

/// The name of the distribution that a requirement names, normalised (PEP 503); "" where there is none.
std::string name_of_requirement(const std::string& requirement);

/// Adds what pyproject.toml says: [project], [dependency-groups], poetry, pdm, hatch.
void add_pyproject(const Node& document, const std::filesystem::path& project, Declared& declared);

/// Adds what setup.py and setup.cfg say. setup.py is searched for literal text, never run.
void add_setup(const std::filesystem::path& project, Declared& declared);

/// Adds requirements*.txt: all of them for a project that is not installed, those for tests and development where it
/// is.
void add_requirements_files(const std::filesystem::path& project, Declared& declared);

/// Adds Pipfile's packages and dev-packages.
void add_pipfile(const std::filesystem::path& project, Declared& declared);

/// Adds the deps of tox.ini's [testenv].
void add_tox(const std::filesystem::path& project, Declared& declared);

/// A dependency as poetry (or Pipfile) writes it, as lines of a requirements file: `constraint` is "^1.2", a table, or
/// a list of tables.
std::vector<std::string> poetry_lines(const std::string& name, const Node& constraint);

/// A poetry constraint as PEP 440: "^1.2" is ">=1.2,<2", "*" is "". What has no such form ("^1 || ^2") gives "".
std::string pep440(const std::string& constraint);

/// The lines of one key of an ini file's section, continuation lines included.
std::vector<std::string> ini_values(const std::string& text, const std::string& section, const std::string& key);

/// The keys of an ini file's section.
std::vector<std::string> ini_keys(const std::string& text, const std::string& section);

}  // namespace testskew::profile
