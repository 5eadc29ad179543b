#include "process/in_place.hpp"

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstring>

#include "process/descriptors.hpp"
#include "process/interruption.hpp"
#include "process/launch.hpp"
#include "process/pointers.hpp"

namespace testskew::process {
namespace {

/// Takes back what handle_signals() has changed. Signals that were ignored when we started stay ignored.
struct OriginalSignals {
    sigset_t mask;

    template <class... Any>
    error_code on_exec_setup(Any&&...) const {
        ::sigprocmask(SIG_SETMASK, &mask, nullptr);
        return {};
    }
};

int wait_for(int pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// Starts the command and gives its pid. Throws std::system_error.
int start(const std::filesystem::path& program, const std::vector<std::string>& argv,
          const std::vector<std::string>& variables, const sigset_t& mask) {
    auto words = pointers(argv);
    const auto environ = pointers(variables);
    boost_process::posix::vfork_launcher launcher;
    launcher.env = environ.data();
    launcher.fd_whitelist = descriptors_kept_at_exec();
    return launch(launcher, program, words.data(), OriginalSignals{mask});
}

/// A script without a first line that names its interpreter is run by the shell, as execvp(3) does it.
int start_also_scripts(const std::filesystem::path& program, std::vector<std::string> argv,
                       const std::vector<std::string>& variables, const sigset_t& mask) {
    try {
        return start(program, argv, variables, mask);
    } catch (const std::system_error& error) {
        if (error.code().value() != ENOEXEC) throw;
    }
    argv.at(0) = program.string();
    argv.insert(argv.begin(), "/bin/sh");
    return start(argv[0], argv, variables, mask);
}

}  // namespace

Exit run_in_place(const std::filesystem::path& program, const std::vector<std::string>& argv,
                  const std::map<std::string, std::string>& environ) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : environ) variables.push_back(name + "=" + value);
    Exit exit;
    const auto begin = std::chrono::steady_clock::now();
    try {
        SignalsOfChild signals;
        const int pid = start_also_scripts(program, argv, variables, signals.original());
        signals.forward_to(pid);
        const int status = wait_for(pid);
        if (WIFSIGNALED(status))
            exit.signal = WTERMSIG(status);
        else
            exit.status = WEXITSTATUS(status);
    } catch (const std::system_error& error) {
        exit.start_error = std::strerror(error.code().value());
    }
    exit.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return exit;
}

void end_like(const Exit& exit) {
    if (exit.signal) {
        const struct rlimit none = {0, 0};
        ::setrlimit(RLIMIT_CORE, &none);  // The child has left its core; ours would tell nothing.
        ::signal(exit.signal, SIG_DFL);
        sigset_t only;
        sigemptyset(&only);
        sigaddset(&only, exit.signal);
        ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
        ::raise(exit.signal);
    }
    ::_exit(exit.signal ? 128 + exit.signal : exit.status);
}

}  // namespace testskew::process
