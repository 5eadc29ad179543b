#pragma once
#include <future>

#include "process/process.hpp"

namespace testskew::process {

/// Starts a child on the thread that serves all children. `command` must outlive the result.
std::future<Exit> begin(const Command& command);

/// Sends TERM, and then KILL, to every child that runs now.
void end_all_children();

}  // namespace testskew::process
