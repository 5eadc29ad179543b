#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "environment/requirements_file.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// What a lock file says for one interpreter. These are exact lines, and no dependencies have to be resolved.
struct Locked {
    FlatRequirements flat;
    std::vector<std::string> notes;
    std::vector<Fidelity> fidelity;
};

/// The file that holds a lock: of a session of a recording (leg.jsonl:2) the recording. `root` is the project's folder.
std::filesystem::path file_of_lock(const std::filesystem::path& lock, const std::filesystem::path& root);

/// Reads a uv.lock, a pylock.toml or the output of pip freeze. `extra` are the requirements beside the lock. A "." with
/// extras and the groups among them choose what is taken from a uv.lock, and they are removed. Throws Error (usage) for
/// a lock of another tool, and BuildError if uv refuses the lock.
Locked read_lock(const std::filesystem::path& lock, FlatRequirements& extra, const Interpreter& interpreter,
                 const std::filesystem::path& root, const BuildOptions& options);

/// Returns the requirements that a dry run of `uv pip install` announces (" + six==1.17.0"). If `editable` is true, a
/// folder among them becomes an editable one.
std::vector<std::string> announced(const std::string& uv_stderr, bool editable);

}  // namespace testskew::environment
