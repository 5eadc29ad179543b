#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "util/error.hpp"

namespace testskew::environment {

/// Why an environment could not be resolved or built, as data for the code that plans the next one.
struct BuildFailure {
    std::string reason;                 ///< One line in uv's own words.
    std::vector<std::string> packages;  ///< The normalised names that the reason names, in its order.
    bool network = false;               ///< The index could not be reached, or the network was switched off.
    bool no_wheel_or_build = false;     ///< No wheel fits this interpreter, or building from source failed.
    bool timed_out = false;             ///< It took longer than BuildOptions::timeout.
    bool contradiction = false;         ///< Two of the requirements exclude each other, on whatever interpreter.
};

/// An Error (exit code 4) that carries the failure.
class BuildError : public Error {
public:
    BuildError(const std::string& what, BuildFailure failure_);
    BuildFailure failure;
};

/// Reads what uv printed on stderr. The reason is cut to a few hundred characters, at the end of a sentence.
/// Credentials in URLs are removed.
BuildFailure read_failure(std::string_view uv_stderr);

/// Returns `text` with "user:password@" of every URL replaced by "***@".
std::string without_credentials(std::string_view text);

}  // namespace testskew::environment
