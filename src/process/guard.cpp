#include "process/guard.hpp"

#include <fcntl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "process/descendants.hpp"
#include "process/descriptors.hpp"
#include "process/guard_task.hpp"
#include "process/start_child.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace testskew::process {
namespace {

/// The descriptor at which the guard keeps the pipe with the reason of a failed start.
constexpr int error_number = guard_socket + 1;

void wake(int) {}

void send(Message::Kind kind, std::int32_t value, std::string_view text = {}) {
    const Message message = {kind, value};
    std::string bytes(reinterpret_cast<const char*>(&message), sizeof message);
    bytes += text;
    for (std::size_t done = 0; done < bytes.size();) {
        const auto written = ::write(guard_socket, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR) return;  // The program is gone, and the end of the socket says so as well.
        if (written > 0) done += static_cast<std::size_t>(written);
    }
}

void send_start_error(std::string_view reason) {
    send(Message::start_error, static_cast<std::int32_t>(reason.size()), reason);
}

/// Watches over the child until nothing of it is left, or until it may be killed.
class Watch {
public:
    Watch(int child, bool own_streams) : child_(child), watch_stops_(own_streams) {}

    [[noreturn]] void run() {
        sigset_t only_child;
        sigfillset(&only_child);
        sigdelset(&only_child, SIGCHLD);
        for (;;) {
            reap();
            if (child_ended_ && no_more_children_ && error_closed_) ::_exit(0);
            fd_set reads;
            FD_ZERO(&reads);
            FD_SET(guard_socket, &reads);
            if (!error_closed_) FD_SET(error_number, &reads);
            if (::pselect(error_number + 1, &reads, nullptr, nullptr, nullptr, &only_child) <= 0) continue;
            if (!error_closed_ && FD_ISSET(error_number, &reads)) read_error();
            if (FD_ISSET(guard_socket, &reads)) read_orders();
        }
    }

private:
    void reap() {
        for (;;) {
            int status = 0;
            const int pid = ::waitpid(-1, &status, WNOHANG | (watch_stops_ ? WUNTRACED : 0));
            if (pid < 0 && errno == EINTR) continue;
            no_more_children_ = pid < 0;
            if (pid <= 0) return;
            if (WIFSTOPPED(status))
                ::kill(-pid, SIGCONT);  // Nobody else could wake the child, as there is no shell above it.
            else if (pid == child_)
                end_of_child(status);
        }
    }

    void end_of_child(int status) {
        child_ended_ = true;
        if (!error_closed_) read_error();
        send(Message::ended, status);
    }

    /// Reads the pipe whose other end the child holds until exec. If the pipe ends without a reason, the program was
    /// started.
    void read_error() {
        char text[4096];
        std::size_t length = 0;
        while (length < sizeof text) {
            const auto count = ::read(error_number, text + length, sizeof text - length);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) break;
            length += static_cast<std::size_t>(count);
        }
        error_closed_ = true;
        if (length > 0)
            send_start_error({text, length});
        else
            send(Message::started, child_);
    }

    void read_orders() {
        char orders[16];
        const auto count = ::read(guard_socket, orders, sizeof orders);
        if (count < 0 && errno == EINTR) return;
        if (count <= 0) kill_all();
        for (ssize_t i = 0; i < count; ++i) {
            if (orders[i] == static_cast<char>(Order::kill)) kill_all();
            if (orders[i] == static_cast<char>(Order::terminate) && !child_ended_)
                ::kill(-child_, SIGTERM), ::kill(child_, SIGTERM);
        }
    }

    /// Kills what came from the child until nothing is left. It gives up after two seconds, because a process may
    /// belong to another user, or may be one that the kernel cannot end.
    [[noreturn]] void kill_all() {
        timespec begin = {}, now = {};
        ::clock_gettime(CLOCK_MONOTONIC, &begin);
        do {
            if (!child_ended_) ::kill(-child_, SIGKILL), ::kill(child_, SIGKILL);
            kill_descendants(::getpid());
            reap();
            if (no_more_children_) break;
            const timespec pause = {0, 1'000'000};
            ::nanosleep(&pause, nullptr);
            reap();
            ::clock_gettime(CLOCK_MONOTONIC, &now);
        } while (!no_more_children_ && now.tv_sec - begin.tv_sec < 3);
        ::_exit(0);
    }

    int child_;
    bool watch_stops_;  ///< The child is on the user's terminal, where Ctrl-Z can stop it.
    bool child_ended_ = false;
    bool no_more_children_ = false;
    bool error_closed_ = false;
};

/// Reads exactly `size` bytes from the socket. Returns nullopt if it ends before.
std::optional<std::string> read_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const auto count = ::read(guard_socket, bytes.data() + done, size - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

/// Returns the task that the program sends, or nullopt if the program is gone.
std::optional<GuardTask> read_task() {
    const auto head = read_bytes(sizeof(std::uint32_t));
    if (!head) return std::nullopt;
    std::uint32_t size = 0;
    std::memcpy(&size, head->data(), sizeof size);
    const auto bytes = read_bytes(size);
    return bytes ? std::optional(task_from(*bytes)) : std::nullopt;
}

void become_guard() {
    sigset_t all;
    sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
#ifdef __linux__
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_NAME, "testskew-guard");
    ::prctl(PR_SET_PDEATHSIG, SIGCONT);  // A guard that a test has stopped must see that the program is gone.
#endif
    struct sigaction action = {};
    action.sa_handler = wake;
    ::sigaction(SIGCHLD, &action, nullptr);
}

/// Keeps only the two descriptors that a guard needs, at known numbers. The guard's standard streams were those of the
/// child, and must not hold the child's pipes open.
void keep_only(int error_pipe) {
    if (error_pipe != error_number) ::dup2(error_pipe, error_number);
    const int null = ::open("/dev/null", O_RDWR);
    for (int number = 0; number <= 2; ++number) ::dup2(null, number);
    close_descriptors_from(error_number + 1);
}

}  // namespace

void guard() {
    struct stat status = {};
    if (::fstat(guard_socket, &status) != 0 || !S_ISSOCK(status.st_mode)) {
        std::fputs("testskew: error: __guard is for testskew itself\n", stderr);
        ::_exit(2);
    }
    become_guard();
    int error_pipe[2] = {-1, -1};
    try {
        const auto task = read_task();
        if (!task) ::_exit(0);
        if (::pipe(error_pipe) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
        const int child = start_child(*task, error_pipe[1]);
        ::close(error_pipe[1]);
        keep_only(error_pipe[0]);
        Watch(child, task->own_streams).run();
    } catch (const std::exception& error) {
        send_start_error(error.what());
        ::_exit(1);
    }
}

}  // namespace testskew::process
