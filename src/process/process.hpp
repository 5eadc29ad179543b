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

/// A pseudo-terminal's size in characters.
struct TerminalSize {
    int columns = 80;
    int rows = 24;
};

/// Keeps alive what children left running (the daemons of setup commands) until it is destroyed, or the program ends.
class Lease {
public:
    Lease() = default;
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Takes over the socket of a guard that still watches over processes (called by run()).
    void hold(int guard_socket, int guard_pid);

private:
    struct Guard {
        int socket, pid;
    };
    std::mutex mutex_;
    std::vector<Guard> guards_;
};

/// Where a child process runs and how long it may. All children of one session have it in common.
struct Surroundings {
    std::map<std::string, std::string> environ;  ///< complete: nothing is inherited
    Entrance entrance;                           ///< the workspace that it enters first
    std::filesystem::path directory;  ///< where it starts, as seen inside the workspace; empty: where `entrance` leads
    std::chrono::milliseconds timeout{0};  ///< 0: none. After it TERM to the group, 300 ms later KILL

    /// This part of a command or a request, to be copied as a whole.
    Surroundings& surroundings() { return *this; }
    const Surroundings& surroundings() const { return *this; }
};

/// A child process to be run. No shell: an argument vector, with the program's absolute path first.
struct Command : Surroundings {
    std::vector<std::string> argv;
    HostChanges host;                       ///< what it changes once it has entered the workspace
    std::optional<TerminalSize> terminal;   ///< a pseudo-terminal for all three streams instead of pipes and /dev/null
    std::size_t output_cap = 4 << 20;       ///< bytes kept of each stream (first and last half); the rest is dropped
    std::function<void(int pid)> on_start;  ///< called once on the loop's thread
    std::function<void()> before_kill;      ///< called on time-out, before TERM, which follows after 500 ms
    bool inherit_streams = false;           ///< the child talks to our own stdin, stdout and stderr (rerun)
    Lease* lease = nullptr;  ///< what the child leaves running lives as long as this, instead of being killed
};

/// What became of a child. That a child fails is data, never an exception.
struct Exit {
    int status = 0;  ///< exit status, if signal is 0
    int signal = 0;  ///< the signal that ended it, or 0
    bool timed_out = false;
    std::string start_error;  ///< why it could not be started; empty if it was
    std::string out;          ///< standard output (a terminal's whole output)
    std::string err;
    bool cut = false;  ///< output was longer than the cap
    double seconds = 0;

    bool ok() const { return start_error.empty() && signal == 0 && status == 0 && !timed_out; }
};

/// Runs a child to its end and gives what became of it. Blocks the calling thread; any number of threads may wait at
/// once: one event loop on a thread of its own spawns and serves all children, each in a session and process group of
/// its own, which is killed whole, with whatever escaped from it, when the child has ended (src/process/guard.hpp).
/// Throws Interrupted once interrupt() was called.
Exit run(const Command& command);

}  // namespace testskew::process
