#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace testskew {

/// How pytest is started. Only `python -m pytest` puts the current folder on sys.path.
enum class Invocation { pytest, python_m_pytest };

/// What a new virtual environment holds besides the requirements.
enum class Seed { venv, uv, none };

/// Which state of the project's files a session sees.
struct FilesSpec {
    /// `nothing` has no files at all. Taking a path from it removes the path, as in a state that lacks it.
    enum class Kind { worktree, tracked, ref, nothing };
    Kind kind = Kind::worktree;
    std::string ref;  ///< the commit if kind is ref
    bool operator==(const FilesSpec&) const = default;
};

/// How the process is started. A setting that is not given stays as testskew found it, and is the same on both sides.
struct HostSettings {
    std::optional<unsigned> umask;
    bool terminal = false;               ///< a pseudo-terminal instead of pipes
    int columns = 80, rows = 24;         ///< its size
    std::optional<std::string> user;     ///< a user's name or number; this needs root
    std::optional<int> cpus;             ///< how many processors the session may use (affinity)
    std::map<std::string, long> limits;  ///< resource limits by setrlimit's name in lower case: {"nofile": 1024}
    bool operator==(const HostSettings&) const = default;
};

/// What a session sees of the git history instead of the real one. A setting that is not given stays as it is.
struct GitSettings {
    std::optional<int> depth;           ///< the number of commits after which the history ends, as in a shallow clone
    std::optional<bool> tags;           ///< false hides all tags
    std::optional<std::string> branch;  ///< the branch of HEAD; "" for a detached one. The commit stays
    bool operator==(const GitSettings&) const = default;
};

/// What is handed to pytest, and how.
struct Selection {
    std::vector<std::string> targets;
    std::vector<std::string> options;
    Invocation invocation = Invocation::pytest;
    bool operator==(const Selection&) const = default;
};

/// The conditions of a session besides its interpreter, packages, variables and files. They are set in a profile, and
/// go from there to the side and to the session as one value.
struct Conditions {
    Selection selection;
    std::vector<std::vector<std::string>> setup;  ///< commands that are run in the workspace before the session
    HostSettings host;
    bool exclusive = false;  ///< no other session runs beside it
    /// If true, HOME is a folder of the workspace; if false, it is the user's own (home = "inherit").
    bool private_home = true;
    bool operator==(const Conditions&) const = default;

    /// This part of a profile, a side or a request, to be copied as a whole.
    Conditions& conditions() { return *this; }
    const Conditions& conditions() const { return *this; }
};

/// A named description of one environment, with `extends` already followed.
struct Profile : Conditions {
    std::string name;
    std::string origin;               ///< "testskew.toml", "built in", "command line"
    std::filesystem::path directory;  ///< the folder to which relative paths in it refer
    std::string python;               ///< "3.11", "3.11.14", or a path
    bool installed = false;  ///< the packages are those that `python` has installed, as with a virtual environment
    std::optional<std::vector<std::string>> requirements;  ///< lines of a requirements file
    std::string requirements_option;                       ///< that of the command line which gave them; "" if none did
    std::optional<std::string> lock;                       ///< path of uv.lock, pylock.toml or pip freeze output
    /// Requirements in addition to what the side has otherwise; they win over what that says of the same packages.
    std::vector<std::string> with;
    std::optional<std::string> as_of;  ///< "2025-11-20"
    Seed seed = Seed::venv;
    std::map<std::string, std::optional<std::string>> environ;  ///< nullopt for a variable that is removed
    std::vector<std::string> inherit;                           ///< names from the shell; "*" for everything
    FilesSpec files;
    GitSettings git;
    /// What was taken from a configuration of tox or nox, and what of it was not, for the report.
    std::vector<std::string> notes;
    /// The recording of a leg that this profile sets up again; nullopt for every other profile.
    std::optional<std::filesystem::path> recording = {};
    int recorded_session = 1;  ///< which of the recording's sessions of pytest it is, from 1 on
};

/// The two sides of a run.
struct ProfilePair {
    Profile bad, good;
};

}  // namespace testskew
