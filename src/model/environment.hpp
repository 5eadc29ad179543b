#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/interpreter.hpp"

namespace testskew {

/// One installed distribution. `requirement` is the exact line that installs it: "fastapi==0.165.0", "foo @
/// git+https://...".
struct Package {
    std::string version;
    std::string requirement;
    bool operator==(const Package&) const = default;
};

/// Distributions by normalised name (PEP 503).
using PackageSet = std::map<std::string, Package>;

/// A difference between what a profile asked for and what was built.
struct Fidelity {
    std::string what;  ///< "python", "pytest", "seed"
    std::string asked;
    std::string got;
};

/// Where the packages of an environment come from, and in what they are not as asked, for the report.
struct Provenance {
    std::string requirements = {};  ///< "pyproject.toml with the extra test"
    bool listed = false;            ///< the profile itself lists the requirements, so that none had to be found
    std::string packages = {};      ///< "the 7 of .venv", if they are those of a virtual environment
    std::vector<Fidelity> fidelity = {};
    std::vector<std::string> notes = {};  ///< "pytest is not in the requirements: 9.2.0 was added"
};

/// The project (or another local folder) installed into the environment of a workspace.
struct LocalInstall {
    std::string path;  ///< relative to the project, "." for the project itself
    std::vector<std::string> extras;
    bool editable = true;
    std::string name;  ///< the distribution's name; "" if it is not known
    bool operator==(const LocalInstall&) const = default;
};

/// A virtual environment of the user, or a Python with what is installed in it. A side is to have its packages.
struct VirtualEnvironment {
    std::filesystem::path path;     ///< absolute
    std::string shown;              ///< as reports show it: ".venv" if it lies in the project, otherwise its path
    std::filesystem::path project;  ///< the user's own folder of the project, which the environment may link to
    /// Where the packages are, in the order of sys.path, if this is no virtual environment: for example
    /// /usr/local/lib/python3.12/site-packages.
    std::vector<std::filesystem::path> sites = {};
};

/// What a profile wants installed, before it is resolved.
struct Requirements {
    std::vector<std::string> lines;  ///< lines of a requirements file: names, "-r FILE", "-e .", "--group dev"
    std::optional<std::filesystem::path> lock;  ///< uv.lock, pylock.toml or the output of pip freeze
    /// What a lock of another tool (poetry, pdm, pipenv) says for this interpreter: exact lines, whose dependencies are
    /// among them.
    std::optional<std::vector<std::string>> locked;
    std::string locked_by;          ///< the name of that lock: "poetry.lock"
    std::vector<std::string> with;  ///< Profile::with
    /// If set, the packages of this environment are wanted instead of lines and a lock.
    std::optional<VirtualEnvironment> installed;
    std::vector<std::string> notes;  ///< which settings of the profile have no effect
    std::string origin;              ///< Provenance::requirements
    bool listed = false;             ///< Provenance::listed
};

/// An environment as it was built. It holds third-party distributions only: the project itself is installed anew for
/// each workspace.
struct Environment {
    std::string key;             ///< 16 hexadecimal digits: hash of interpreter and package set
    std::filesystem::path path;  ///< the virtual environment
    Interpreter interpreter;
    PackageSet packages;
    std::vector<LocalInstall> local;
    Provenance provenance;
    /// Index options of the requirements; they may hold credentials, so they are never written to disk.
    std::vector<std::string> install_arguments;
    std::filesystem::path python() const { return path / "bin" / "python"; }
    /// What the build of Environment::local wrote into the project's tree, at the same places below this folder. Every
    /// session of this environment sees it. Empty if nothing was written.
    std::filesystem::path built_files;
    int copy = 0;  ///< 0 for the first of several environments with the same content
};

/// The environments of the two sides.
struct EnvironmentPair {
    Environment bad, good;
};

}  // namespace testskew
