#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "profile/markers.hpp"
#include "profile/toml.hpp"

/// The locks of poetry, pdm and pipenv as one struct, and what of it is installed for one interpreter.
namespace testskew::profile {

/// What one package of a lock, or the project itself, needs.
struct LockDependency {
    std::string name;  ///< normalised
    std::set<std::string> extras;
    std::string constraint;           ///< as version_satisfies() takes it
    std::string marker;               ///< "" for always
    std::string python;               ///< a constraint on the Python version; "" for every one
    std::set<std::string> only_with;  ///< the extras of the package that bring this dependency; empty for always
};

/// One package of a lock.
struct LockedPackage {
    std::string name;  ///< normalised
    std::string version;
    std::string line;                            ///< the line of a requirements file that installs exactly this
    std::string python;                          ///< the constraint on the Python version
    std::set<std::string> extras;                ///< pdm: this entry is what the package needs with these extras
    std::map<std::string, std::string> markers;  ///< the groups that bring it, each with its marker
    std::vector<LockDependency> dependencies;
};

/// A lock file. If `grouped` is true, each package says which groups bring it. If it is false, that has to be followed
/// from what the project asks for.
struct LockFile {
    std::string main = "main";  ///< the name of the group of the project's own dependencies
    bool grouped = false;
    std::string python;  ///< the constraint on the Python version for which the lock was made
    std::vector<LockedPackage> packages;
    std::vector<std::string> index_options;                    ///< lines such as "--extra-index-url https://..."
    std::map<std::string, std::vector<LockDependency>> roots;  ///< by group or extra: what the project asks for
};

/// Which groups and extras of a lock are wanted, all normalised, and for which interpreter.
struct LockChoice {
    std::set<std::string> groups, extras;
    MarkerVariables variables;
};

/// What of the lock is installed, by name.
std::map<std::string, const LockedPackage*> chosen_packages(const LockFile& lock, const LockChoice& choice);

/// A requirement in the form of PEP 508: 'name[extra]>=1,<2 ; marker'.
LockDependency parse_requirement(const std::string& requirement);

/// Reads a poetry.lock of poetry 1 or 2. `pyproject` is the document of the project's pyproject.toml, which says what a
/// lock before version 2.1 does not: the groups.
LockFile read_poetry_lock(const Node& document, const Node& pyproject);

/// Reads a pdm.lock.
LockFile read_pdm_lock(const Node& document, const Node& pyproject);

/// Reads a Pipfile.lock, whose groups are "default", "develop" and others that the Pipfile names. Throws Error (usage)
/// if it is malformed; `label` names it.
LockFile read_pipfile_lock(const std::string& text, const std::string& label);

}  // namespace testskew::profile
