#pragma once

namespace testskew::process {

/// Was interrupt() called?
bool interrupted();

/// TERM, then KILL, to every child that runs now.
void end_all_children();

/// Makes our process group the terminal's foreground group again, after a child on our own streams had been it.
void take_terminal_back();

}  // namespace testskew::process
