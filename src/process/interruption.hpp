#pragma once
#include <functional>

/// Ctrl-C and its like: the children are ended, who waits is woken, and the program is ended if it does not end by
/// itself.
namespace testskew::process {

/// Installs handlers of SIGINT, SIGTERM and SIGHUP that call interrupt(). Call once, from main's thread, before any
/// run().
void handle_signals();

/// Ends every child (TERM, then KILL) and makes every waiting and later run() throw Interrupted. If the program has not
/// ended 400 ms later, it is ended with exit status 130.
void interrupt();

/// True once interrupt() was called.
bool interrupted();

/// Throws Interrupted once interrupt() was called: for long work that waits for no child.
void check_interrupted();

/// What must still be done if the program is ended by force (the live lines of a terminal): called on another thread,
/// must be quick and must not throw. An empty function takes it away.
void before_forced_end(std::function<void()> action);

/// Makes our process group the terminal's foreground group again, after a child on our own streams had been it.
void take_terminal_back();

}  // namespace testskew::process
