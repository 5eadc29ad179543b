// Each step between fork and exec is a small struct. A step that fails throws; its reason goes through the pipe to the
// guard. The guard has one thread, so a step may do what it likes.
#include "process/start_child.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <stdexcept>

#include "process/descriptors.hpp"
#include "process/host.hpp"
#include "process/launch.hpp"
#include "process/overlay.hpp"
#include "process/pointers.hpp"
#include "process/sandbox.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace testskew::process {
namespace {

[[noreturn]] void failed(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

/// If the guard is killed, the child is killed as well. The kernel forgets this when the child becomes another user, so
/// the step is there twice.
struct DieWithGuard {
    int guard;

    void run() const {
#ifdef __linux__
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
        if (::getppid() != guard) ::_exit(127);
    }
};

/// Gives the child a session of its own, so that nothing that a test does with /dev/tty can stop it or reach the user's
/// terminal. A child on the program's own streams stays in the program's session and becomes its foreground group, as a
/// shell would do it.
struct OwnSession {
    bool own_streams;

    void run() const {
        if (!own_streams) {
            ::setsid();
            return;
        }
        ::setpgid(0, 0);
        if (::isatty(STDIN_FILENO) && ::tcgetpgrp(STDIN_FILENO) >= 0)
            ::tcsetpgrp(STDIN_FILENO, ::getpid());  // SIGTTOU is blocked here.
    }
};

/// Makes the pseudo-terminal, which already is all three streams, the terminal that /dev/tty means.
struct ControlTerminal {
    bool terminal;

    void run() const {
        if (terminal && ::ioctl(STDIN_FILENO, TIOCSCTTY, 0) != 0) failed("cannot connect its streams");
    }
};

struct DefaultSignals {
    void run() const {
        struct sigaction action = {};
        action.sa_handler = SIG_DFL;
        for (int number = 1; number < NSIG; ++number)
            ::sigaction(number, &action, nullptr);  // For KILL and STOP this fails, which is right.
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    }
};

/// Enters the workspace, then the sandbox, while its folders can still be opened, then takes on the host's settings.
struct Prepare {
    const GuardTask& task;

    void run() const {
        enter(task.entrance);
        if (task.sandbox) enter(*task.sandbox);
        apply(task.host);
    }
};

/// The folder may be one that exists only in the workspace.
struct StartIn {
    const std::filesystem::path& directory;

    void run() const {
        if (!directory.empty() && ::chdir(directory.c_str()) != 0) failed("cannot start in " + directory.string());
    }
};

struct CloseOthers {
    void run() const { close_at_exec_from(STDERR_FILENO + 1); }
};

[[noreturn]] void give_up(int error_pipe, const std::string& reason) {
    [[maybe_unused]] const auto written =
        ::write(error_pipe, reason.data(), std::min<std::size_t>(reason.size(), 4000));
    ::_exit(127);
}

/// Makes a step an initializer of Boost.Process, and makes an exception of the step a reason in the pipe.
template <class Step>
struct Reported {
    Step step;
    int error_pipe;

    template <class... Any>
    error_code on_exec_setup(Any&&...) const {
        try {
            step.run();
            return {};
        } catch (const std::exception& error) {
            give_up(error_pipe, error.what());
        } catch (...) {
            give_up(error_pipe, "cannot prepare the process");
        }
    }
};

/// Says why exec failed. It is the last initializer that has something to say.
struct ExecFailed {
    const char* program;
    int error_pipe;

    template <class... Any>
    void on_exec_error(Any&&...) const {
        const int error = errno;
        struct stat status = {};
        const bool interpreter_missing = error == ENOENT && ::stat(program, &status) == 0;
        give_up(error_pipe, std::string("cannot start ") + program + ": " +
                                (interpreter_missing ? "the interpreter that its first line names is missing"
                                                     : std::strerror(error)));
    }
};

}  // namespace

int start_child(const GuardTask& task, int error_pipe) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : task.environ) variables.push_back(name + "=" + value);
    const auto environ = pointers(variables);
    auto argv = pointers(task.argv);
    const DieWithGuard die_with_guard{::getpid()};
    const auto reported = [error_pipe](auto step) { return Reported<decltype(step)>{step, error_pipe}; };

    boost_process::posix::fork_and_forget_launcher launcher;
    launcher.env = environ.data();
    launcher.fd_whitelist = {0, 1, 2, error_pipe};
    ::fcntl(error_pipe, F_SETFD, FD_CLOEXEC);
    return launch(launcher, task.argv[0], argv.data(), reported(die_with_guard), reported(OwnSession{task.own_streams}),
                  reported(ControlTerminal{task.terminal}), reported(DefaultSignals()), reported(Prepare{task}),
                  reported(die_with_guard), reported(StartIn{task.directory}), reported(CloseOthers()),
                  ExecFailed{argv[0], error_pipe});
}

}  // namespace testskew::process
