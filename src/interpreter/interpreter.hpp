#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/environment.hpp"
#include "model/interpreter.hpp"

/// Finds Python interpreters and asks them what they are. docs/profiles.md says where it looks.
namespace testskew::interpreter {

struct Found {
    Interpreter interpreter;
    std::optional<Fidelity> fidelity;  ///< what was asked and what was found, where they differ
};

/// The interpreter that a profile asks for: a version ("3.11": the newest patch release at hand; "3.11.14": the nearest
/// one of that minor version), a name on PATH ("python3.12") or a path, relative to `directory`. A virtual
/// environment's python stands for the interpreter that it was made from. Pre-releases are taken where there is nothing
/// else, free-threaded builds where they are asked for
/// ("3.13t"). Throws Error: exit code 4 where there is no such interpreter, naming what is at hand; 2 where it is none
/// that testskew supports.
Found find(const std::string& asked, const std::filesystem::path& directory);

/// Every supported CPython at hand, by version.
std::vector<Interpreter> find_all();

/// A file that looks like an interpreter and cannot be used.
struct Unusable {
    std::filesystem::path path;
    std::string reason;
};
struct Inventory {
    std::vector<Interpreter> usable;
    std::vector<Unusable> unusable;
};
/// find_all() with what was skipped and why.
Inventory inventory();

/// What this executable is, by running it once, isolated, for at most 10 seconds; remembered in the cache by path,
/// time, size and inode. Throws Error (exit code 4) where it cannot be run or is no Python.
Interpreter identify(const std::filesystem::path& executable);

/// The versions of pip (and below 3.12 setuptools) that this standard library's ensurepip bundles, from the names of
/// the wheels in `stdlib`/ensurepip/_bundled, else in `wheel_folder` (distributions that strip them keep them there).
std::map<std::string, std::string> bundled_seeds(const std::filesystem::path& stdlib,
                                                 const std::filesystem::path& wheel_folder, int minor);

}  // namespace testskew::interpreter
