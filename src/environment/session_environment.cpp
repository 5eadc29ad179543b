#include "environment/session_environment.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <set>

#include "environment/clone.hpp"
#include "environment/environment_folder.hpp"
#include "environment/installed.hpp"
#include "environment/local.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/memory_left.hpp"

#ifdef __linux__
#include <sys/inotify.h>
#endif

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Links could not be watched on another system.
#ifdef __linux__
constexpr Sharing sharing_of_sessions = Sharing::large_files;
#else
constexpr Sharing sharing_of_sessions = Sharing::none;
#endif

fs::path folder_of_sessions() {
    const fs::path folder = cache_directory() / "sessions";
    std::error_code ignored;  // What is wrong is told when the first folder is made in it.
    fs::create_directory(folder, ignored);
    return folder;
}

/// True if the workspaces' place, which is in memory in most cases and so much faster than a disk, has room for the
/// copies of many sessions.
bool has_room(const fs::path& place, long size) {
    constexpr long largest = 512L << 20;
    constexpr std::uint64_t copies = 8;
    struct statvfs status{};
    if (size > largest || ::statvfs(place.c_str(), &status) != 0) return false;
    if (status.f_flag & ST_NOEXEC) return false;  // Containers mount /dev/shm so, and extension modules could not load.
    const auto wanted = copies * static_cast<std::uint64_t>(size);
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize > wanted && memory_left() > wanted;
}

/// The numbers of the watches at which something has happened.
std::set<int> watches_with_events(int descriptor) {
    std::set<int> found;
#ifdef __linux__
    alignas(inotify_event) std::array<char, 1 << 16> buffer;
    for (ssize_t got; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
        for (ssize_t at = 0; at + static_cast<ssize_t>(sizeof(inotify_event)) <= got;) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            found.insert(event.wd);
            at += static_cast<ssize_t>(sizeof event + event.len);
        }
    }
#else
    (void)descriptor;
#endif
    return found;
}

/// True if a process, which need not be of this session, has the file open for writing, or has it mapped so. What it
/// writes into a mapping shows nowhere before the mapping ends, but the kernel gives no read lease until then.
bool held_for_writing(const fs::path& path) {
#ifdef __linux__
    const Descriptor file = open_regular(path, Links::refuse);
    if (!file.ok()) return false;
    if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN;
    ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
#else
    (void)path;
#endif
    return false;
}

/// Lets the links below `top` that the build of the project made name the tree of the session.
void repoint_built_links(const fs::path& built, const fs::path& top, const std::string& from, const std::string& to) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(built, error), end; !error && it != end; it.increment(error)) {
        if (!it->is_symlink()) continue;
        const std::string target = fs::read_symlink(it->path()).string();
        const fs::path link = top / it->path().lexically_relative(built);
        if (!target.starts_with(from + "/") || !fs::is_symlink(fs::symlink_status(link))) continue;
        fs::remove(link);
        fs::create_symlink(to + target.substr(from.size()), link);
    }
}

}  // namespace

SessionEnvironment::FileState SessionEnvironment::FileState::at(const fs::path& path) {
    struct stat state{};
    if (::stat(path.c_str(), &state) != 0) return {};
    return {true, state.st_dev, state.st_ino, state.st_size, state.st_mode, modified_nanoseconds(state)};
}

SessionEnvironment::SessionEnvironment(const Environment& kept, const fs::path& place, const fs::path& project,
                                       const fs::path& top)
    : key_(kept.key), kept_(kept.path) {
    const auto stamp = EnvironmentFolder(key_).stamp();
    path_ = place / "e";
    if (!has_room(place, stamp ? stamp->size : 0)) {
        folder_.emplace(folder_of_sessions());
        ::chmod(folder_->path.c_str(), 0711);  // The session may be one of another user.
        path_ = folder_->path / "e";
    }
    watch(clone_environment(kept.path, path_, sharing_of_sessions));
    if (!stamp || stamp->project.empty()) return;
    repoint(site_packages(path_), stamp->project, project.string());
    if (!kept.built_files.empty()) repoint_built_links(kept.built_files, top, stamp->project, project.string());
}

SessionEnvironment::~SessionEnvironment() { remove_tree(path_); }

/// Notices whatever is written into the shared files, by whichever of their names.
void SessionEnvironment::watch(const std::vector<fs::path>& files) {
#ifdef __linux__
    events_.reset(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    for (const auto& file : files) {
        const int number = ::inotify_add_watch(events_.get(), file.c_str(), IN_MODIFY | IN_CLOSE_WRITE);
        if (number >= 0) {
            shared_.push_back({file, number, FileState::at(file)});
            continue;
        }
        // It cannot be watched: the session gets a copy of this one, too.
        const fs::path copy = file.string() + ".new";
        fs::copy_file(file, copy);
        if (struct stat state{}; ::stat(file.c_str(), &state) == 0) set_times(copy, state);
        fs::rename(copy, file);
    }
#else
    (void)files;
#endif
}

std::string SessionEnvironment::changed_file() {
    const auto events = watches_with_events(events_.get());
    for (const auto& file : shared_) {
        // A test, or an installer in the session, may well remove its own name of the file, or replace it.
        const FileState now = FileState::at(file.path);
        const bool written =
            events.count(file.watch) > 0 || held_for_writing(kept_ / file.path.lexically_relative(path_));
        if (!written && (now == file.state || !now.is_same_file(file.state))) continue;
        const EnvironmentFolder kept(key_);
        std::error_code ignored;
        fs::remove(kept.stamp_file(), ignored);
        return file.path.lexically_relative(path_).string();
    }
    return "";
}

}  // namespace testskew::environment
