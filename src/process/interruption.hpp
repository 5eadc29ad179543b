#pragma once
#include <chrono>
#include <csignal>
#include <functional>

/// What happens at Ctrl-C and similar signals: the children are ended, all who wait are woken, and the program is ended
/// if it does not end by itself.
namespace testskew::process {

/// Installs handlers of SIGINT, SIGTERM and SIGHUP that call interrupt(). Call once, from main's thread, before any
/// run().
void handle_signals();

/// Ends every child (TERM, then KILL) and makes every run() throw Interrupted, those that wait now and those that come
/// later. If the program has not ended 400 ms later, it is ended with exit status 130, and at once if this is called a
/// second time.
void interrupt();

/// Gives the program this long to end by itself, from the next interruption on. Set it where what is known has to be
/// written down first.
void allow_to_save(std::chrono::milliseconds time);

/// Returns true once interrupt() was called.
bool interrupted();

/// Throws Interrupted once interrupt() was called. Long work that waits for no child calls it.
void check_interrupted();

/// Says what must still be done if the program is ended by force, for example with the live lines of a terminal. The
/// action is called on another thread, must be quick and must not throw. An empty function removes it.
void before_forced_end(std::function<void()> action);

/// While one of these lives, signals do not interrupt the program: they belong to a child that runs in place. The
/// terminal sends its signals to the child itself, which is in our process group.
class SignalsOfChild {
public:
    SignalsOfChild();
    ~SignalsOfChild();
    SignalsOfChild(const SignalsOfChild&) = delete;
    SignalsOfChild& operator=(const SignalsOfChild&) = delete;

    /// From now on, what other processes send to us is sent on to this process, with what came since the beginning.
    void forward_to(int pid);
    /// The signals that were blocked before handle_signals().
    const sigset_t& original() const;
};

/// Makes our process group the foreground group of the terminal again, after a child on our own streams was it.
void take_terminal_back();

}  // namespace testskew::process
