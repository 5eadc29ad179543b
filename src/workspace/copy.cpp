#include "workspace/copy.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "util/descriptor.hpp"
#include "util/error.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr std::size_t buffer_size = 1 << 17;

[[noreturn]] void fail(const fs::path& path, int error) {
    throw Error(fmt::format("cannot copy to {}: {}", path.string(), std::strerror(error)), ExitCode::environment);
}

/// Copies `size` bytes from the place where both files stand, or all that follow if `size` is -1.
void copy_bytes(int in, int out, off_t size, const fs::path& to) {
    thread_local const std::unique_ptr<char[]> buffer(new char[buffer_size]);
    while (size != 0) {
        const std::size_t wanted =
            size < 0 ? buffer_size : std::min<std::size_t>(buffer_size, static_cast<std::size_t>(size));
        const ssize_t got = read_some(in, buffer.get(), wanted);
        if (got <= 0) return;  // This is the end, or an error of the user's disk. What could be read is copied.
        if (!write_all(out, {buffer.get(), static_cast<std::size_t>(got)})) fail(to, errno);
        if (size > 0) size -= got;
    }
}

/// Copies only the data of a file that has holes, such as the image of a disk.
void copy_sparse(int in, int out, off_t size, const fs::path& to) {
    for (off_t at = 0; at < size;) {
        const off_t data = ::lseek(in, at, SEEK_DATA);
        if (data < 0) break;
        const off_t hole = ::lseek(in, data, SEEK_HOLE);
        if (hole < 0 || ::lseek(in, data, SEEK_SET) < 0 || ::lseek(out, data, SEEK_SET) < 0) break;
        copy_bytes(in, out, hole - data, to);
        at = hole;
    }
    if (::ftruncate(out, size) != 0) fail(to, errno);
}

void take_owner(int descriptor, const struct stat& status) {
    // Only root can give files away. Copies that another user makes belong to that user, as with `cp -a`.
    if (::geteuid() == 0 && (status.st_uid != 0 || status.st_gid != ::getegid()) &&
        ::fchown(descriptor, status.st_uid, status.st_gid) != 0)
        return;
}

bool copy_file(const fs::path& from, const fs::path& to, const struct stat& status) {
    const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    const Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!out.ok()) fail(to, errno);
    if (in.ok()) {
        const bool sparse = status.st_size > 65536 && status.st_blocks * 512 < status.st_size;
        if (sparse)
            copy_sparse(in.get(), out.get(), status.st_size, to);
        else
            copy_bytes(in.get(), out.get(), -1, to);
    }
    take_owner(out.get(), status);
    if (::fchmod(out.get(), status.st_mode & 07777) != 0) fail(to, errno);
    set_times(out.get(), status);
    return in.ok();
}

void copy_link(const std::string& target, const fs::path& to, const struct stat& status) {
    if (::symlink(target.c_str(), to.c_str()) != 0) fail(to, errno);
    if (::geteuid() == 0 && ::lchown(to.c_str(), status.st_uid, status.st_gid) != 0) return;
    set_times(to, status);
}

}  // namespace

void copy_attributes(const fs::path& from, const fs::path& to) {
    const auto status = status_of(from);
    if (!status) return;
    if (::geteuid() == 0 && ::lchown(to.c_str(), status->st_uid, status->st_gid) != 0) return;
    if (S_ISDIR(status->st_mode)) ::chmod(to.c_str(), status->st_mode & 07777);
    set_times(to, *status);
}

bool copy_entry(const fs::path& from, const fs::path& to, CopyReport& report, const std::string& name) {
    const auto status = status_of(from);
    if (!status) return false;
    if (S_ISREG(status->st_mode)) {
        ++report.files;
        if (copy_file(from, to, *status)) return true;
        report.unreadable.push_back(name);
        return false;
    }
    if (S_ISLNK(status->st_mode)) {
        ++report.files;
        copy_link(link_target(from), to, *status);
        return true;
    }
    if (S_ISDIR(status->st_mode)) {
        if (::mkdir(to.c_str(), 0700) != 0 && errno != EEXIST) fail(to, errno);
        copy_attributes(from, to);
        return true;
    }
    report.skipped.push_back(name);
    return false;
}

CopyReport copy_tree(const fs::path& from, const fs::path& to, const Skip& skip) {
    CopyReport report;
    std::error_code error;
    fs::create_directories(to, error);
    if (error) fail(to, error.value());
    std::vector<const TreeEntry*> folders;
    const std::vector<TreeEntry> entries = walk(from, skip);
    for (const TreeEntry& entry : entries) {
        const fs::path source = from / entry.path, target = to / entry.path;
        if (entry.folder()) {
            if (::mkdir(target.c_str(), 0700) != 0 && errno != EEXIST) fail(target, errno);
            folders.push_back(&entry);
            if (entry.unreadable) report.unreadable.push_back(entry.path);
            continue;
        }
        if (S_ISLNK(entry.mode)) {
            const fs::path points = link_target(source);
            if (points.is_absolute() && is_within(points.lexically_normal(), from)) {
                const auto status = status_of(source);
                if (status)
                    copy_link((to / points.lexically_normal().lexically_relative(from)).lexically_normal(), target,
                              *status);
                ++report.files;
                continue;
            }
        }
        copy_entry(source, target, report, entry.path);
    }
    // Folders get their modes and times last, the deepest first. Making a file in a folder changes the folder's times,
    // and may need a permission that the mode does not give.
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
        copy_attributes(from / (*folder)->path, to / (*folder)->path);
    copy_attributes(from, to);
    return report;
}

}  // namespace testskew::workspace
