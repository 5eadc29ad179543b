#include "process/process.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include "process/children.hpp"
#include "process/interruption.hpp"
#include "process/start_guard.hpp"

namespace testskew::process {

Lease::~Lease() {
    for (const auto& guard : guards_) ::shutdown(guard.socket, SHUT_WR);
    for (const auto& guard : guards_) {
        wait_for_guard(guard.pid);
        ::close(guard.socket);
    }
}

void Lease::hold(int socket, int guard_pid) {
    const std::lock_guard lock(mutex_);
    guards_.push_back({socket, guard_pid});
}

Exit run(const Command& command) {
    check_interrupted();
    Exit exit = begin(command).get();
    if (command.inherit_streams && ::isatty(STDIN_FILENO)) take_terminal_back();
    check_interrupted();
    return exit;
}

}  // namespace testskew::process
