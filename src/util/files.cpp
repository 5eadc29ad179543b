#include "util/files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "util/error.hpp"
#include "util/hash.hpp"

namespace fs = std::filesystem;

namespace testskew {
namespace {

[[noreturn]] void fail(const std::string& what, const fs::path& path, int error) {
    throw Error(fmt::format("{} {}: {}", what, path.string(), std::strerror(error)), ExitCode::environment);
}

/// Fills a new file and gives it its name. If that fails, the new file is removed.
void fill_and_rename(const Descriptor& file, const std::string& temporary, const fs::path& path,
                     std::string_view content) {
    if (write_all(file.get(), content) && ::rename(temporary.c_str(), path.c_str()) == 0) return;
    const int error = errno;
    ::unlink(temporary.c_str());
    fail("cannot write", path, error);
}

}  // namespace

Descriptor open_regular(const fs::path& path, Links links) {
    if (path.native().find('\0') != std::string::npos) {  // What stands before the NUL may be another file.
        errno = ENOENT;
        return Descriptor();
    }
    const int follow = links == Links::refuse ? O_NOFOLLOW : 0;
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | follow));
    struct stat info = {};
    if (!file.ok() || ::fstat(file.get(), &info) != 0) return Descriptor();
    if (S_ISREG(info.st_mode)) return file;
    file.reset();
    errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    return file;
}

std::optional<std::string> read_file(const fs::path& path, std::size_t most, Links links) {
    const Descriptor file = open_regular(path, links);
    struct stat info = {};
    if (!file.ok() || ::fstat(file.get(), &info) != 0) return std::nullopt;
    const auto size = static_cast<std::size_t>(info.st_size);
    errno = EFBIG;
    if (size > most) return std::nullopt;
    std::string content;
    content.reserve(size);
    std::string block(std::min<std::size_t>(size + 1, 1 << 20), '\0');  // The files of /proc say that they are empty.
    block.resize(std::max<std::size_t>(block.size(), 1 << 12));
    ssize_t got = 0;
    while ((got = read_some(file.get(), block.data(), block.size())) > 0) {
        content.append(block.data(), static_cast<std::size_t>(got));
        if (content.size() <= most) continue;
        errno = EFBIG;
        return std::nullopt;
    }
    if (got < 0) return std::nullopt;
    return content;
}

std::string read_beginning(const fs::path& path, std::size_t most, Links links) {
    const Descriptor file = open_regular(path, links);
    std::string content(file.ok() ? most : 0, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1; size < content.size() && got > 0;) {
        got = read_some(file.get(), content.data() + size, content.size() - size);
        if (got > 0) size += static_cast<std::size_t>(got);
    }
    content.resize(size);
    return content;
}

bool is_noexec(const fs::path& place) {
    struct statvfs status{};
    return ::statvfs(place.c_str(), &status) == 0 && (status.f_flag & ST_NOEXEC) != 0;
}

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

void write_file(const fs::path& path, std::string_view content, unsigned mode) {
    std::string temporary = path.string() + ".XXXXXX";
    const Descriptor file(::mkstemp(temporary.data()));
    if (!file.ok()) fail("cannot write", path, errno);
    if (::fchmod(file.get(), mode) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        fail("cannot write", path, error);
    }
    fill_and_rename(file, temporary, path, content);
}

void write_through(const fs::path& path, std::string_view content, unsigned mode) {
    struct stat info = {};
    const bool there = ::stat(path.c_str(), &info) == 0;
    if (there && !S_ISREG(info.st_mode)) {
        const Descriptor opened(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (!opened.ok() || !write_all(opened.get(), content)) fail("cannot write", path, errno);
        return;
    }
    std::error_code error;
    fs::path target = path;  // of a chain of links the end, which need not be there yet
    for (int i = 0; i < 40 && fs::is_symlink(fs::symlink_status(target, error)); ++i)
        target = target.parent_path() / fs::read_symlink(target, error);
    // The kernel takes away what the umask forbids, as from any other program's output.
    std::string temporary = target.string() + "." + random_hex(3);
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file.ok()) fail("cannot write", path, errno);
    if (there && ::fchmod(file.get(), (info.st_mode | (mode & 0111U)) & 07777U) != 0) errno = 0;  // The content counts.
    fill_and_rename(file, temporary, target, content);
}

fs::path make_temporary_directory(const fs::path& parent, const std::string& prefix) {
    std::string name = (parent / (prefix + "XXXXXX")).string();
    if (!::mkdtemp(name.data())) fail("cannot make a folder in", parent, errno);
    return name;
}

void remove_tree(const fs::path& path) noexcept {
    std::error_code ignored;
    fs::remove_all(path, ignored);
    if (!fs::exists(fs::symlink_status(path, ignored))) return;
    // Some folder has no write permission. All folders get it, and the removal is tried once more.
    for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, ignored), end;
         it != end; it.increment(ignored)) {
        if (it->is_directory(ignored) && !it->is_symlink(ignored))
            fs::permissions(it->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    }
    fs::permissions(path, fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::remove_all(path, ignored);
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
}

fs::path cache_directory() {
    fs::path base;
    const auto xdg = environment_variable("XDG_CACHE_HOME");
    const auto home = environment_variable("HOME");
    if (xdg && fs::path(*xdg).is_absolute())
        base = *xdg;
    else if (home && !home->empty())
        base = fs::path(*home) / ".cache";
    else
        throw Error("neither XDG_CACHE_HOME nor HOME is set: set one, so that environments can be kept",
                    ExitCode::environment);
    std::error_code error;
    fs::create_directories(base / "testskew", error);
    if (error) fail("cannot make", base / "testskew", error.value());
    return base / "testskew";
}

std::optional<fs::path> find_on_path(const std::string& name) {
    std::istringstream path(environment_variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin"));
    for (std::string folder; std::getline(path, folder, ':');) {
        if (folder.empty()) continue;
        const fs::path candidate = fs::path(folder) / name;
        std::error_code error;
        if (fs::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0)
            return fs::absolute(candidate);
    }
    return std::nullopt;
}

namespace {
Descriptor open_lock(const fs::path& path) {
    return Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}

/// False if the file was removed while it was waited for, or made again: then its lock keeps nobody away.
bool is_still_at(const Descriptor& file, const fs::path& path) {
    struct stat held{}, there{};
    return ::fstat(file.get(), &held) == 0 && ::stat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
           held.st_dev == there.st_dev;
}

[[noreturn]] void fail_to_lock(const fs::path& path, int error) {
    if (error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS)
        throw Error(fmt::format("cannot lock {}: this file system gives no locks, as some network file systems; use a "
                                "local one (XDG_CACHE_HOME moves the cache)",
                                path.string()),
                    ExitCode::environment);
    fail("cannot lock", path, error);
}
}  // namespace

FileLock::FileLock(const fs::path& path) {
    constexpr int most = 100;  // A file system on which a file is never the same one must not hang us.
    int attempts = 0;
    do {
        descriptor_ = open_lock(path);
        if (!descriptor_.ok()) fail("cannot open", path, errno);
        while (::flock(descriptor_.get(), LOCK_EX) != 0) {
            if (errno != EINTR) fail_to_lock(path, errno);
        }
    } while (!is_still_at(descriptor_, path) && ++attempts < most);
}

std::optional<FileLock> FileLock::attempt(const fs::path& path) {
    Descriptor file = open_lock(path);
    if (!file.ok() || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 || !is_still_at(file, path)) return std::nullopt;
    return FileLock(std::move(file));
}

}  // namespace testskew
