#pragma once
#include <stdexcept>
#include <string>

namespace testskew {

/// The exit code of the process. docs/exit-codes.md describes the codes; they never change.
enum class ExitCode {
    ok = 0,             ///< no failure on either side
    attributed = 1,     ///< at least one regression, and every one has a shown cause
    usage = 2,          ///< usage or profile error
    unattributed = 3,   ///< any other failure
    environment = 4,    ///< an environment could not be built, a session could not start, nothing was collected
    internal = 5,       ///< a bug in testskew
    interrupted = 130,  ///< Ctrl-C, SIGTERM or SIGHUP
};

/// An error that the user can mend. Its message is one line that says what to do.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message, ExitCode exit_code = ExitCode::usage)
        : std::runtime_error(message), code(exit_code) {}
    ExitCode code;
};

/// Thrown by whatever was waiting when the user interrupted the program, or when the machines that run the sessions
/// went away. What is known by then is kept.
class Interrupted : public std::runtime_error {
public:
    explicit Interrupted(const std::string& why = "interrupted") : std::runtime_error(why) {}
};

}  // namespace testskew
