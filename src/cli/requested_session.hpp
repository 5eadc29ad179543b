#pragma once
#include <filesystem>

#include "cli/options.hpp"
#include "model/interpreter.hpp"
#include "runner/session_data.hpp"

/// A session that another testskew has asked for, run on this machine.
namespace testskew::cli {

/// What came of it, and on what it ran.
struct RequestedSession {
    runner::SessionAnswerData answer;
    Interpreter interpreter;
};

/// Whether another build of the interpreter that is asked for will do.
enum class SameBuild { preferred, required };

/// Runs a session in the files of the project. Throws Error (exit code 4) if there is no such interpreter here.
RequestedSession run_requested(const Options& options, runner::SessionRequestData request,
                               const std::filesystem::path& project, SameBuild build);

}  // namespace testskew::cli
