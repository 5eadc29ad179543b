#pragma once
#include <map>
#include <string>
#include <vector>

#include "process/process.hpp"

namespace testskew::process {

/// Runs a command as a shell would run it: on our own streams, in our process group, with every descriptor and limit
/// that we were given, and without a guard. What it leaves running stays. Signals that somebody sends to us are sent on
/// to it, and we wait for its end; those of the terminal reach it by themselves. `program` is the path of the program,
/// `argv` its words with the name under which it was called, and `environ` holds all its variables. Returns its exit
/// status or the signal that ended it, or why it could not be started; nothing of its output.
Exit run_in_place(const std::filesystem::path& program, const std::vector<std::string>& argv,
                  const std::map<std::string, std::string>& environ);

/// Ends this process as the child ended: with its exit status, or by the same signal.
[[noreturn]] void end_like(const Exit& exit);

}  // namespace testskew::process
