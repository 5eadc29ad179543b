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

/// What this executable is, by running it once, isolated, for at most 10 seconds. The answer is remembered in the cache
/// by path, time, size and inode. With `again` a failure that is remembered does not count.
Answer answer_of(const std::filesystem::path& executable, bool again);

/// The same. Throws Error (exit code 4) if it cannot be run or is no Python.
Interpreter identify(const std::filesystem::path& executable);

/// The versions of pip (and below 3.12 of setuptools) that the ensurepip of this standard library bundles. They are
/// read from the names of the wheels in `stdlib`/ensurepip/_bundled, else in `wheel_folder`, as distributions that
/// strip the wheels keep them there.
std::map<std::string, std::string> bundled_seeds(const std::filesystem::path& stdlib,
                                                 const std::filesystem::path& wheel_folder, int minor);

}  // namespace testskew::interpreter
