#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "model/interpreter.hpp"

namespace testskew::interpreter {

/// What an executable is, or why it cannot be used.
struct Answer {
    std::optional<Interpreter> interpreter;
    std::string failure;  ///< continues "the interpreter PATH ..."
};

/// Finds out what this executable is: runs it once, isolated, for at most 10 seconds. The cache keeps the answer by
/// path, time, size and inode. With `again`, a failure in the cache is ignored.
Answer answer_of(const std::filesystem::path& executable, bool again);

/// Finds out what this executable is. Throws Error (exit code 4) if it cannot be run or is not a Python.
Interpreter identify(const std::filesystem::path& executable);

/// The versions of pip (and below 3.12 of setuptools) that the ensurepip of this standard library bundles. They are
/// read from the names of the wheels in `stdlib`/ensurepip/_bundled, else in `wheel_folder`, where Linux distributions
/// that remove the bundled wheels keep them.
std::map<std::string, std::string> bundled_seeds(const std::filesystem::path& stdlib,
                                                 const std::filesystem::path& wheel_folder, int minor);

}  // namespace testskew::interpreter
