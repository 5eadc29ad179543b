// The guard is started from a program with threads. So after the fork nothing may be done that could need a lock which
// another thread held, and above all no memory may be allocated. vfork makes no copy of a lock. The child shares our
// memory, and only the calling thread waits until the child has called exec, which is at once.
#include "process/start_guard.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "process/descriptors.hpp"
#include "process/guard.hpp"
#include "process/launch.hpp"
#include "process/program.hpp"

namespace testskew::process {
namespace {

error_code last_error() { return {errno, boost_process::system_category()}; }

/// Gives the guard a session of its own, so that no signal of the user's terminal reaches it. If the child is to have
/// our own streams, the guard has to stay in our session, and gets only a process group of its own.
struct LeaveGroup {
    bool own_streams;

    template <class... Any>
    error_code on_exec_setup(Any&&...) const {
        if (own_streams)
            ::setpgid(0, 0);
        else
            ::setsid();
        return {};
    }
};

/// Makes the streams of the child the descriptors 0 to 2, and the socket descriptor 3. All are copied to high numbers
/// first, because one of them may have a number that another one is to get.
struct HandOver {
    ChildStreams streams;
    int socket;

    template <class... Any>
    error_code on_exec_setup(Any&&...) const {
        int descriptors[] = {streams.in, streams.out, streams.err, socket};
        for (int& descriptor : descriptors) {
            if (descriptor < 0) continue;
            descriptor = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 10);
            if (descriptor < 0) return last_error();
        }
        for (int number = 0; number <= guard_socket; ++number)
            if (descriptors[number] >= 0 && ::dup2(descriptors[number], number) < 0) return last_error();
        return {};
    }
};

/// The launcher's own close_all_fds() misses kernels without close_range().
struct CloseRest {
    template <class... Any>
    error_code on_exec_setup(Any&&...) const {
        close_at_exec_from(guard_socket + 1);
        return {};
    }
};

}  // namespace

int start_guard(const ChildStreams& streams, int socket) {
    const bool own_streams = streams.in < 0;
    const char* argv[] = {"testskew-guard", guard_command, nullptr};
    boost_process::posix::vfork_launcher launcher;
    launcher.fd_whitelist = {0, 1, 2, guard_socket};
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        const int pid =
            launch(launcher, own_program(), argv, LeaveGroup{own_streams}, HandOver{streams, socket}, CloseRest());
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return pid;
    } catch (...) {
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        throw;
    }
}

int wait_for_guard(int pid) {
    for (;;) {
        int status = 0;
        const int found = ::waitpid(pid, &status, WUNTRACED);
        if (found < 0 && errno == EINTR) continue;
        if (found < 0 || !WIFSTOPPED(status)) return status;
        ::kill(pid, SIGCONT);  // Whoever stopped it must not keep us waiting.
    }
}

void wake_stopped(int pid) {
    siginfo_t info = {};
    if (::waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WNOHANG) == 0 && info.si_pid == pid)
        ::kill(pid, SIGCONT);
}

}  // namespace testskew::process
