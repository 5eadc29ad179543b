#pragma once

// clang-format off: these come first, as Boost.Process 1.81 needs them and forgets them if it uses std::filesystem
#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <vector>
#include <boost/core/exchange.hpp>
#include <boost/optional.hpp>
#include <boost/type_traits/decay.hpp>
#include <boost/type_traits/enable_if.hpp>
#include <boost/type_traits/is_convertible.hpp>
// clang-format on
#include <boost/asio/io_context.hpp>
#include <boost/process/v2/posix/fork_and_forget_launcher.hpp>
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

/// Boost.Process v2, used so that it works alike from Boost 1.81 to 1.88. What has to be worked around:
/// - The launcher tells the reactor of its io_context about the fork, in the child too, and up to 1.82 also in a child
///   that shares our memory. So each launch has an io_context of its own, which has no reactor at that time.
/// - The error_code of on_exec_setup is dropped and errno is taken for the reason. So a step of ours that fails either
///   leaves errno set, or reports its reason by itself and ends the process.
/// - on_exec_error is looked up with five arguments and called with four up to 1.86. So it takes any number.
/// - A child that could not exec calls exit(), which would run our atexit handlers. So Quit calls _exit() before.
/// - A child that could not exec is not reaped up to 1.86. So it is done here.
/// - The process handle is made after the fork and throws if there is no pidfd for it (an old kernel, no descriptor
///   left). The pid is all that is needed here.
namespace testskew::process {

namespace boost_process = boost::process::v2;
using boost_process::error_code;

/// The last step of every launch.
struct Quit {
    template <class... Any>
    void on_exec_error(Any&&...) const {
        ::_exit(127);
    }
};

/// Starts `program` by a launcher of Boost.Process. The steps are its initializers: what they have as on_exec_setup is
/// run in the child before exec, in their order. Gives the pid. Throws std::system_error if the launcher knows that
/// the program could not be started.
template <class Launcher, class... Steps>
int launch(Launcher& launcher, const std::filesystem::path& program, const char** argv, Steps&&... steps) {
    error_code error;
    try {
        boost::asio::io_context context;
        auto process = launcher(context.get_executor(), error, program, argv, std::forward<Steps>(steps)..., Quit());
        [[maybe_unused]] const auto handle = process.detach();  // or its destructor would end the process
    } catch (const boost::system::system_error& failure) {
        if (launcher.pid <= 0) error = failure.code();
    }
    if (!error && launcher.pid > 0) return launcher.pid;
    while (launcher.pid > 0 && ::waitpid(launcher.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    throw std::system_error(error ? error.value() : EAGAIN, std::generic_category());
}

}  // namespace testskew::process
