// The order matters. The namespace comes first. Then the folders are opened, as the kernel takes only folders of this
// namespace as layers. Then all overlays are mounted through /proc/self/fd: no name can be too long or has to be
// escaped, and an overlay that covers the layers of a later one does no harm.
#include "process/overlay.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#endif

namespace fs = std::filesystem;

namespace testskew::process {
namespace {

[[noreturn]] void refuse(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

#ifdef __linux__

void write_proc(const char* path, const std::string& text) {
    const int descriptor = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool good =
        descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!good) refuse(fmt::format("cannot write {}", path), error);
}

void new_namespace() {
    const uid_t uid = ::geteuid();
    const gid_t gid = ::getegid();
    if (uid == 0) {
        if (::unshare(CLONE_NEWNS) != 0) refuse("a mount namespace is refused", errno);
    } else {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) refuse("an unprivileged user namespace is refused", errno);
        // Some systems (Ubuntu 24.04) allow the namespace and then take its capabilities away. Then these writes fail,
        // or the mount does.
        write_proc("/proc/self/setgroups", "deny");
        write_proc("/proc/self/uid_map", fmt::format("{} {} 1", uid, uid));
        write_proc("/proc/self/gid_map", fmt::format("{} {} 1", gid, gid));
    }
    // In a chroot "/" is no mount point and this fails. The trial (overlay_trial.hpp) sees whether mounts leak out.
    ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
}

int open_layer(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) refuse(fmt::format("cannot open {}", path.string()), errno);
    return descriptor;
}

std::string by_descriptor(int descriptor) { return fmt::format("/proc/self/fd/{}", descriptor); }

/// The folders of one overlay, which are held open until everything is mounted.
struct Opened {
    std::string layers;  ///< The mount options that name the layers.
    int target = -1;
    std::vector<int> descriptors;
};

Opened open_overlay(const Overlay& overlay) {
    // An earlier process in this workspace leaves this mark. It says that a volatile layer must not be trusted after a
    // crash of the machine, but there was no crash.
    std::error_code ignored;
    fs::remove_all(overlay.work / "work" / "incompat", ignored);
    Opened opened;
    const auto layer = [&](const fs::path& path) {
        opened.descriptors.push_back(open_layer(path));
        return by_descriptor(opened.descriptors.back());
    };
    opened.layers = "lowerdir=";
    for (const fs::path& lower : overlay.lowers)
        opened.layers += (opened.layers.back() == '=' ? "" : ":") + layer(lower);
    opened.layers += ",upperdir=" + layer(overlay.upper) + ",workdir=" + layer(overlay.work);
    opened.target = open_layer(overlay.target);
    return opened;
}

void mount_overlay(const Overlay& overlay, const Opened& opened) {
    // The best options come first. With redirect_dir, which only root has, folders of the project can be renamed. With
    // index, hard links stay linked. With xino, an inode keeps its number when the file is written to. With volatile,
    // fsync costs nothing, and the layers are thrown away anyway.
    static constexpr std::array as_root = {",redirect_dir=on,xino=on,index=on,volatile",
                                           ",redirect_dir=on,xino=auto,volatile", ",redirect_dir=on", ""};
    static constexpr std::array as_user = {",userxattr,xino=on,volatile", ",userxattr,xino=auto,volatile", ",userxattr",
                                           ""};
    int error = 0;
    for (const char* options : ::geteuid() == 0 ? as_root : as_user) {
        // The mount of an earlier process in this workspace may take a moment to go away.
        for (int attempt = 0; attempt < 100; ++attempt) {
            const std::string all = opened.layers + options;
            if (::mount("overlay", by_descriptor(opened.target).c_str(), "overlay", 0, all.c_str()) == 0) return;
            error = errno;
            if (error != EBUSY) break;
            ::usleep(10'000);
        }
        if (error == EPERM || error == EACCES || error == ENODEV || error == EBUSY) break;
    }
    const char* why = error == ENODEV ? "this kernel has no overlay file system" : std::strerror(error);
    throw std::runtime_error(fmt::format("cannot mount an overlay on {}: {}", overlay.target.string(), why));
}

bool is_below(const fs::path& path, const fs::path& folder) {
    const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end() || (end->empty() && std::next(end) == folder.end());
}

void mount_all(const std::vector<Overlay>& overlays) {
    new_namespace();
    std::vector<Opened> opened;
    for (const Overlay& overlay : overlays) opened.push_back(open_overlay(overlay));
    for (std::size_t i = 0; i < overlays.size(); ++i) {
        // A target below an earlier one has to be opened again, because the first overlay covers what was opened.
        for (std::size_t j = 0; j < i; ++j) {
            if (!is_below(overlays[i].target, overlays[j].target)) continue;
            ::close(opened[i].target);
            opened[i].target = open_layer(overlays[i].target);
            break;
        }
        mount_overlay(overlays[i], opened[i]);
    }
    for (const Opened& overlay : opened) {
        for (const int descriptor : overlay.descriptors) ::close(descriptor);
        ::close(overlay.target);
    }
}

#else

void mount_all(const std::vector<Overlay>&) { throw std::runtime_error("overlays need Linux"); }

#endif

}  // namespace

void enter(const Entrance& entrance) {
    if (!entrance.overlays.empty()) mount_all(entrance.overlays);
    if (!entrance.directory.empty() && ::chdir(entrance.directory.c_str()) != 0)
        refuse(fmt::format("cannot go to {}", entrance.directory.string()), errno);
}

}  // namespace testskew::process
