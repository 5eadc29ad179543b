#pragma once
#include <string>
#include <vector>

#include "profile/named_groups.hpp"

namespace testskew::profile {

/// What the files of a project declare for its tests, gathered file by file.
struct Declared {
    bool installable = false;           ///< `-e .` works: there is a build system and something to build
    std::string source;                 ///< the file that makes it a project: "pyproject.toml", "setup.py"
    std::vector<std::string> extras;    ///< extras of the project that are meant for tests or development
    std::vector<std::string> groups;    ///< dependency groups that are meant for tests or development
    std::vector<std::string> own;       ///< the dependencies of a project that is not installed
    std::vector<std::string> lines;     ///< further lines of a requirements file
    std::vector<std::string> from;      ///< where `lines` come from: "the poetry group dev", "requirements-test.txt"
    std::vector<std::string> left_out;  ///< requirements files that seem to be meant for something else
    std::vector<NamedGroup> offers;     ///< extras, groups and files that nothing says are meant for tests
    std::vector<std::string> notes;     ///< which of the offers were taken, and why
    bool names_pytest = false;          ///< one of the above requires pytest
};

/// The sentence that tells people where the lines come from: "pyproject.toml with the extra test and
/// requirements-dev.txt (not requirements-docs.txt)".
std::string origin_of(const Declared& declared, const std::string& source);

/// Whether an extra or a group of this name is for tests or development (test, tests, testing, dev, ...). Case, "-",
/// "_" and "." do not matter.
bool is_test_name(const std::string& name);

/// The words of the name of an extra, a group or a file besides "requirements": "requirements-dev" gives {"dev"}.
std::vector<std::string> words_of_name(const std::string& stem);

/// Whether an extra, a group or a requirements file of this name serves another purpose than running the tests: docs,
/// lint, typing, one platform, one Python version, ...
bool is_other_purpose(const std::string& name);

/// The name of the distribution that a requirement names, normalised (PEP 503); "" if it begins with no name.
std::string name_of_requirement(const std::string& requirement);

}  // namespace testskew::profile
