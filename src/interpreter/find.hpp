#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/environment.hpp"
#include "model/interpreter.hpp"

namespace testskew::interpreter {

/// The interpreter that serves a request.
struct Found {
    Interpreter interpreter;
    std::optional<Fidelity> fidelity;  ///< what was asked and what was found, if they differ
};

/// The interpreter that a profile asks for. `asked` is a version ("3.11": the newest patch release on this machine;
/// "3.11.14": the nearest one of that minor version), a name on PATH ("python3.12") or a path, relative to `directory`.
/// The python of a virtual environment stands for the interpreter that it was made from. A pre-release is taken only if
/// there is nothing else, and a free-threaded build only if it is asked for ("3.13t"). Throws Error: exit code 4 if
/// there is no such interpreter, with a list of those that there are; 2 if testskew does not support it.
Found find(const std::string& asked, const std::filesystem::path& directory);

/// Every supported CPython on this machine, sorted by version.
std::vector<Interpreter> find_all();

/// A file that looks like an interpreter and cannot be used.
struct Unusable {
    std::filesystem::path path;
    std::string reason;
};

/// Everything that looks like an interpreter.
struct Inventory {
    std::vector<Interpreter> usable;  ///< sorted by version
    std::vector<Unusable> unusable;
};

/// find_all(), together with the files that cannot be used and why.
Inventory inventory();

}  // namespace testskew::interpreter
