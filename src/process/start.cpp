// The child between fork and exec.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "process/guard.hpp"

#ifdef __linux__
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

namespace testskew::process {
namespace {

[[noreturn]] void give_up(int error_pipe, const std::string& reason) {
    [[maybe_unused]] const auto written =
        ::write(error_pipe, reason.data(), std::min<std::size_t>(reason.size(), 4000));
    ::_exit(127);
}

/// If the guard is killed, so is the child. Cleared by the kernel when credentials change, hence called twice.
void die_with_guard(int guard_pid) {
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (::getppid() != guard_pid) ::_exit(127);
}

void default_signals() {
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        ::sigaction(number, &action, nullptr);  // fails for KILL and STOP, rightly
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// A session of its own: nothing that a test does with /dev/tty can stop it or reach the user's terminal. A child on
/// our own streams stays in our session and becomes its foreground group, as a shell would do it.
void own_session(const Command& command) {
    if (!command.inherit_streams) {
        ::setsid();
        return;
    }
    ::setpgid(0, 0);
    if (::isatty(STDIN_FILENO) && ::tcgetpgrp(STDIN_FILENO) >= 0)
        ::tcsetpgrp(STDIN_FILENO, ::getpid());  // SIGTTOU is blocked here
}

bool connect(const ChildStreams& streams) {
    if (streams.in < 0) return true;
    if (streams.terminal && ::ioctl(streams.in, TIOCSCTTY, 0) != 0) return false;
    return ::dup2(streams.in, STDIN_FILENO) >= 0 && ::dup2(streams.out, STDOUT_FILENO) >= 0 &&
           ::dup2(streams.err, STDERR_FILENO) >= 0;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

}  // namespace

void close_descriptors_from(int first, bool at_exec) {
#ifdef __linux__
    if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, at_exec ? CLOSE_RANGE_CLOEXEC : 0U) == 0) return;
#endif
    struct rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const int last = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 65536));
    for (int descriptor = first; descriptor < last; ++descriptor) {
        if (at_exec)
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        else
            ::close(descriptor);
    }
}

void start_program(const Command& command, const ChildStreams& streams, int error_pipe, int guard_pid) {
    die_with_guard(guard_pid);
    own_session(command);
    if (!connect(streams)) give_up(error_pipe, std::string("cannot connect its streams: ") + std::strerror(errno));
    default_signals();

    std::vector<std::string> variables;
    for (const auto& [name, value] : command.environ) variables.push_back(name + "=" + value);
    const auto argv = pointers(command.argv);
    const auto environ = pointers(variables);
    try {
        if (command.before_exec) command.before_exec();
    } catch (const std::exception& error) {
        give_up(error_pipe, error.what());
    } catch (...) {
        give_up(error_pipe, "cannot prepare the process");
    }
    die_with_guard(guard_pid);
    if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0)
        give_up(error_pipe, "cannot start in " + command.directory.string() + ": " + std::strerror(errno));
    close_descriptors_from(3, true);
    ::execve(argv[0], argv.data(), environ.data());
    const int error = errno;
    struct stat status = {};
    const bool interpreter_missing = error == ENOENT && ::stat(argv[0], &status) == 0;
    give_up(error_pipe,
            "cannot start " + command.argv[0] + ": " +
                (interpreter_missing ? "the interpreter that its first line names is missing" : std::strerror(error)));
}

}  // namespace testskew::process
