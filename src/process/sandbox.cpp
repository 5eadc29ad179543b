// Landlock by system calls, as there need not be a library for it. The header has the numbers of the version that it
// came with; those that are younger are given here, as the kernel may be younger than the header.
#include "process/sandbox.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#if defined(__linux__) && __has_include(<linux/landlock.h>)
#define TESTSKEW_LANDLOCK 1
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace fs = std::filesystem;

namespace testskew::process {
namespace {

/// Before this version no file could be moved or linked from one folder to another, which outcomes would show.
constexpr int oldest_landlock = 2;

// The bits are given by number, as the kernel documents them, so that every header will do.
constexpr std::uint64_t write_file = 1U << 1U, truncate_file = 1U << 14U;
constexpr std::uint64_t change_folders = 0x1ff0;  // REMOVE_DIR, REMOVE_FILE, and MAKE_CHAR to MAKE_SYM
constexpr std::uint64_t move_between_folders = 1U << 13U;

#ifdef TESTSKEW_LANDLOCK

// These numbers are the same on every processor.
constexpr long create_ruleset = 444, add_rule = 445, restrict_self = 446;

[[noreturn]] void refused(const std::string& what) {
    throw std::runtime_error(fmt::format("the sandbox: {}: {}", what, std::strerror(errno)));
}

/// Lets everything below `path` be written to. For a file that is no folder, only it itself.
void allow(int ruleset, const fs::path& path, std::uint64_t rights) {
    const int descriptor = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat status = {};
    if (::fstat(descriptor, &status) == 0 && !S_ISDIR(status.st_mode)) rights &= write_file | truncate_file;
    landlock_path_beneath_attr rule = {};
    rule.allowed_access = rights;
    rule.parent_fd = descriptor;
    const bool good = ::syscall(add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    if (!good) refused("cannot allow " + path.string());
}

#endif

}  // namespace

int landlock_version() {
#ifdef TESTSKEW_LANDLOCK
    const long version = ::syscall(create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? static_cast<int>(version) : 0;
#else
    return 0;
#endif
}

std::string sandbox_refused(int version) {
    if (version >= oldest_landlock) return {};
    if (version > 0) return "this kernel's Landlock is too old: it takes Linux 5.19 or later";
    return "this kernel offers no Landlock: it takes Linux 5.19 or later, with landlock among its security modules "
           "(the start option lsm=), and a container that does not forbid it";
}

std::string sandbox_refused() { return sandbox_refused(landlock_version()); }

std::uint64_t writing_rights(int version) {
    std::uint64_t rights = write_file | change_folders;
    if (version >= 2) rights |= move_between_folders;
    if (version >= 3) rights |= truncate_file;
    return rights;
}

const std::vector<fs::path>& always_writable() {
    static const std::vector<fs::path> paths = {"/dev/null", "/dev/zero",   "/dev/full",   "/dev/tty",
                                                "/dev/ptmx", "/dev/pts",    "/dev/random", "/dev/urandom",
                                                "/dev/shm",  "/dev/mqueue", "/dev/console"};
    return paths;
}

void enter([[maybe_unused]] const Sandbox& sandbox) {
#ifdef TESTSKEW_LANDLOCK
    const std::uint64_t rights = writing_rights(landlock_version());
    // Only the first member of the structure, which every version of Landlock knows, is given.
    const std::uint64_t handled = rights;
    const int ruleset = static_cast<int>(::syscall(create_ruleset, &handled, sizeof handled, 0));
    if (ruleset < 0) refused("cannot be made");
    for (const fs::path& path : always_writable()) allow(ruleset, path, rights);
    for (const fs::path& path : sandbox.writable) allow(ruleset, path, rights);
    // Who may administer the system, or the user namespace of an overlay, need not give up set-user-id programs.
    if (::syscall(restrict_self, ruleset, 0) != 0 &&
        (errno != EPERM || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::syscall(restrict_self, ruleset, 0) != 0))
        refused("cannot be entered");
    ::close(ruleset);
#else
    throw std::runtime_error("the sandbox needs Linux");
#endif
}

}  // namespace testskew::process
