// The guard of one child: see guard.hpp. Runs in a forked copy of a program with threads: system calls, and little
// else.
#include "process/guard.hpp"

#include <fcntl.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include "process/descendants.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace testskew::process {
namespace {

constexpr int socket_number = 3, error_number = 4;

void wake(int) {}

void send(Message::Kind kind, std::int32_t value, const char* text = nullptr) {
    char bytes[sizeof(Message) + 4096];
    const Message message = {kind, value};
    std::memcpy(bytes, &message, sizeof message);
    std::size_t length = sizeof message;
    if (text) {
        std::memcpy(bytes + length, text, static_cast<std::size_t>(value));
        length += static_cast<std::size_t>(value);
    }
    for (std::size_t done = 0; done < length;) {
        const auto written = ::write(socket_number, bytes + done, length - done);
        if (written < 0 && errno != EINTR) return;  // the program is gone: the socket's end of file says so too
        if (written > 0) done += static_cast<std::size_t>(written);
    }
}

class Guard {
public:
    explicit Guard(int child, bool own_streams) : child_(child), watch_stops_(own_streams) {}

    [[noreturn]] void watch() {
        sigset_t only_child;
        sigfillset(&only_child);
        sigdelset(&only_child, SIGCHLD);
        for (;;) {
            reap();
            if (child_ended_ && no_more_children_ && error_closed_) ::_exit(0);
            fd_set reads;
            FD_ZERO(&reads);
            FD_SET(socket_number, &reads);
            if (!error_closed_) FD_SET(error_number, &reads);
            if (::pselect(error_number + 1, &reads, nullptr, nullptr, nullptr, &only_child) <= 0) continue;
            if (!error_closed_ && FD_ISSET(error_number, &reads)) read_error();
            if (FD_ISSET(socket_number, &reads)) read_orders();
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
                ::kill(-pid, SIGCONT);  // nobody could wake it: there is no shell above it
            else if (pid == child_)
                end_of_child(status);
        }
    }

    void end_of_child(int status) {
        child_ended_ = true;
        if (!error_closed_) read_error();
        send(Message::ended, status);
    }

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
            send(Message::start_error, static_cast<std::int32_t>(length), text);
        else
            send(Message::started, child_);
    }

    void read_orders() {
        char orders[16];
        const auto count = ::read(socket_number, orders, sizeof orders);
        if (count < 0 && errno == EINTR) return;
        if (count <= 0) kill_all();
        for (ssize_t i = 0; i < count; ++i) {
            if (orders[i] == static_cast<char>(Order::kill)) kill_all();
            if (orders[i] == static_cast<char>(Order::terminate) && !child_ended_)
                ::kill(-child_, SIGTERM), ::kill(child_, SIGTERM);
        }
    }

    /// Kills what came from the child until nothing is left. Gives up after two seconds: a process of another user, or
    /// one that the kernel cannot end.
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
    bool watch_stops_;
    bool child_ended_ = false;
    bool no_more_children_ = false;
    bool error_closed_ = false;
};

/// Keeps only the two descriptors that a guard needs, at known numbers; the standard streams must not hold ours open.
void keep_only(int socket, int error) {
    const int high_socket = ::fcntl(socket, F_DUPFD, 10);
    const int high_error = ::fcntl(error, F_DUPFD, 10);
    ::dup2(high_socket, socket_number);
    ::dup2(high_error, error_number);
    const int null = ::open("/dev/null", O_RDWR);
    for (int number = 0; number <= 2; ++number) ::dup2(null, number);
    close_descriptors_from(error_number + 1, false);
}

}  // namespace

void guard(const Command& command, const ChildStreams& streams, int socket, int program_socket) {
    ::close(program_socket);
    if (!command.inherit_streams)
        ::setsid();
    else
        ::setpgid(0, 0);
#ifdef __linux__
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_NAME, "testskew-guard");
#endif
    struct sigaction action = {};
    action.sa_handler = wake;
    ::sigaction(SIGCHLD, &action, nullptr);

    int error_pipe[2] = {-1, -1};
    const int self = ::getpid();
    const bool piped = ::pipe(error_pipe) == 0;
    if (piped) ::fcntl(error_pipe[1], F_SETFD, FD_CLOEXEC);
    const int child = piped ? ::fork() : -1;
    if (child == 0) {
        ::close(error_pipe[0]);
        ::close(socket);
        start_program(command, streams, error_pipe[1], self);
    }
    if (child < 0) {
        const char* reason = std::strerror(errno);
        ::dup2(socket, socket_number);
        send(Message::start_error, static_cast<std::int32_t>(std::strlen(reason)), reason);
        ::_exit(1);
    }
    ::close(error_pipe[1]);
    keep_only(socket, error_pipe[0]);
    Guard(child, command.inherit_streams).watch();
}

}  // namespace testskew::process
