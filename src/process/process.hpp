#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "process/preparation.hpp"

namespace testskew::process {

/// The size of a pseudo-terminal in characters.
struct TerminalSize {
    int columns = 80;
    int rows = 24;
};

/// Keeps alive what children left running, such as the daemons of setup commands, until it is destroyed or the program
/// ends.
class Lease {
public:
    Lease() = default;
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Takes over the socket of a guard that still watches over processes. run() calls it.
    void hold(int socket, int guard_pid);

private:
    struct Guard {
        int socket, pid;
    };
    std::mutex mutex_;
    std::vector<Guard> guards_;
};

/// Where a child process runs, and how long it may run. All children of one session have this in common.
struct Surroundings {
    std::map<std::string, std::string> environ;  ///< All variables: nothing is inherited.
    Entrance entrance;                           ///< The workspace that the child enters first.
    /// The folder in which it starts, as seen inside the workspace. If it is empty, the child starts where `entrance`
    /// leads.
    std::filesystem::path directory;
    std::optional<Sandbox> sandbox;  ///< Keeps the child, in its workspace, from writing elsewhere.
    /// After this time TERM goes to the group, and KILL 300 ms later; 0 means no time-out.
    std::chrono::milliseconds timeout{0};

    /// Returns this part of a command or of a request, so that it can be copied as a whole.
    Surroundings& surroundings() { return *this; }
    const Surroundings& surroundings() const { return *this; }
};

/// A child process to be run. There is no shell: the command is an argument vector that begins with the absolute path
/// of the program.
struct Command : Surroundings {
    std::vector<std::string> argv;
    HostChanges host;                      ///< What the child changes once it has entered the workspace.
    std::optional<TerminalSize> terminal;  ///< A pseudo-terminal for all three streams, instead of pipes and /dev/null.
    /// This many bytes of each stream are kept, the first and the last half. The rest is dropped.
    std::size_t output_cap = 4 << 20;
    std::function<void(int pid)> on_start;  ///< This is called once, on the loop's thread.
    std::function<void()> before_kill;      ///< This is called on a time-out, 500 ms before TERM.
    bool inherit_streams = false;           ///< The child uses our own stdin, stdout and stderr (rerun).
    Lease* lease = nullptr;  ///< What the child leaves running lives as long as this, instead of being killed.
};

/// The result of a child. A child that fails is not an error, and nothing is thrown for it.
struct Exit {
    int status = 0;  ///< The exit status, if signal is 0.
    int signal = 0;  ///< The signal that ended the child, or 0.
    bool timed_out = false;
    std::string start_error;  ///< Why the child could not be started; empty if it was started.
    std::string out;          ///< The standard output, or the whole output of a terminal.
    std::string err;
    bool cut = false;  ///< The output was longer than the cap.
    double seconds = 0;

    bool ok() const { return start_error.empty() && signal == 0 && status == 0 && !timed_out; }
};

/// Runs a child to its end and returns its result. It blocks the calling thread, and any number of threads may wait at
/// once. One event loop on a thread of its own starts and serves all children. Each child is in a session and a process
/// group of its own. When the child has ended, the group is killed as a whole, together with everything that escaped
/// from it (src/process/guard.hpp). Throws Interrupted once interrupt() was called.
Exit run(const Command& command);

}  // namespace testskew::process
