#include "process/descriptors.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#ifdef __linux__
#include <linux/close_range.h>
#include <sys/syscall.h>
#endif

namespace testskew::process {
namespace {

/// Closes all of them with one system call. Returns false if this kernel does not have it.
bool close_range([[maybe_unused]] int first, [[maybe_unused]] bool at_exec) {
#ifdef __linux__
    return ::syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, at_exec ? CLOSE_RANGE_CLOEXEC : 0U) == 0;
#else
    return false;
#endif
}

int end_of_descriptors() {
    struct rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 65536));
}

}  // namespace

void close_descriptors_from(int first) {
    if (close_range(first, false)) return;
    for (int descriptor = first, end = end_of_descriptors(); descriptor < end; ++descriptor) ::close(descriptor);
}

std::vector<int> descriptors_kept_at_exec() {
    std::vector<int> result;
    const auto add = [&](int descriptor) {
        if (const int flags = ::fcntl(descriptor, F_GETFD); flags >= 0 && !(flags & FD_CLOEXEC))
            result.push_back(descriptor);
    };
    // The folder lists the few that are open. The limit may be a million, and each number costs a system call.
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", error))
        add(std::atoi(entry.path().filename().c_str()));
    if (error)
        for (int descriptor = 0, end = end_of_descriptors(); descriptor < end; ++descriptor) add(descriptor);
    std::sort(result.begin(), result.end());
    return result;
}

void close_at_exec_from(int first) {
    if (close_range(first, true)) return;
    for (int descriptor = first, end = end_of_descriptors(); descriptor < end; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

}  // namespace testskew::process
