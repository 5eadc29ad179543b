// The order matters: the namespace first, then the folders are opened (the kernel takes only folders of this namespace
// as layers), then all overlays are mounted through /proc/self/fd, so that no name is too long or has to be escaped,
// and an overlay that covers the layers of a later one does no harm.
#include "workspace/mount.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "workspace/tree.hpp"

#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>
#endif

namespace fs = std::filesystem;

namespace testskew::workspace {

#ifdef __linux__
namespace {

[[noreturn]] void refuse(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

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
        // Some systems (Ubuntu 24.04) allow the namespace and then take its capabilities away: this or the mount will
        // say so.
        write_proc("/proc/self/setgroups", "deny");
        write_proc("/proc/self/uid_map", fmt::format("{} {} 1", uid, uid));
        write_proc("/proc/self/gid_map", fmt::format("{} {} 1", gid, gid));
    }
    // In a chroot "/" is no mount point and this fails; the probe then sees whether mounts leak out.
    ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
}

int open_layer(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) refuse(fmt::format("cannot open {}", path.string()), errno);
    return descriptor;
}

std::string by_descriptor(int descriptor) { return fmt::format("/proc/self/fd/{}", descriptor); }

struct Opened {
    std::string layers;
    int target = -1;
    std::vector<int> descriptors;
};

Opened open_overlay(const Overlay& overlay) {
    // Left by an earlier process in this workspace: the layer is not to be trusted after a crash of the machine, which
    // it was not.
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
    // Best first. redirect_dir: folders of the project can be renamed (root only). index: hard links stay linked. xino:
    // inode numbers stay when a file is written to. volatile: fsync costs nothing; the layers are thrown away anyway.
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

}  // namespace

void enter_overlays(const std::vector<Overlay>& overlays, const fs::path& directory) {
    new_namespace();
    std::vector<Opened> opened;
    for (const Overlay& overlay : overlays) opened.push_back(open_overlay(overlay));
    for (std::size_t i = 0; i < overlays.size(); ++i) {
        // A target below an earlier one has to be opened anew: the first overlay covers what was opened.
        for (std::size_t j = 0; j < i; ++j) {
            if (!is_within(overlays[i].target, overlays[j].target)) continue;
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
    if (::chdir(directory.c_str()) != 0) refuse(fmt::format("cannot go to {}", directory.string()), errno);
}

void make_whiteout(const fs::path& path) {
    if (::mknod(path.c_str(), S_IFCHR, makedev(0, 0)) != 0)
        refuse(fmt::format("cannot make the whiteout {}", path.string()), errno);
}

std::vector<fs::path> mounts_below(const fs::path& folder) {
    std::vector<fs::path> found;
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream parts(line);
        std::string id, parent, device, root, target;
        parts >> id >> parent >> device >> root >> target;
        // Blanks in names are written in octal.
        std::string name;
        for (std::size_t i = 0; i < target.size(); ++i) {
            if (target[i] == '\\' && i + 3 < target.size()) {
                name +=
                    static_cast<char>((target[i + 1] - '0') * 64 + (target[i + 2] - '0') * 8 + (target[i + 3] - '0'));
                i += 3;
            } else {
                name += target[i];
            }
        }
        if (fs::path(name) != folder && is_within(name, folder)) found.emplace_back(name);
    }
    return found;
}

#else

void enter_overlays(const std::vector<Overlay>&, const fs::path&) { throw std::runtime_error("overlays need Linux"); }
void make_whiteout(const fs::path&) { throw std::runtime_error("overlays need Linux"); }
std::vector<fs::path> mounts_below(const fs::path&) { return {}; }

#endif

std::string in_child(const std::function<void()>& action) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return std::string("cannot make a pipe: ") + std::strerror(errno);
    const pid_t child = ::fork();
    if (child == 0) {
        std::string reason;
        try {
            action();
        } catch (const std::exception& error) {
            reason = error.what();
        } catch (...) {
            reason = "unknown";
        }
        [[maybe_unused]] const auto written = ::write(pipe[1], reason.data(), reason.size());
        ::_exit(reason.empty() ? 0 : 1);
    }
    ::close(pipe[1]);
    std::string reason = child < 0 ? std::string("cannot fork: ") + std::strerror(errno) : std::string();
    std::array<char, 512> buffer{};
    for (ssize_t got; child > 0 && (got = ::read(pipe[0], buffer.data(), buffer.size())) != 0;) {
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) break;
        reason.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::close(pipe[0]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (reason.empty() && status != 0) reason = "the try was ended by the system";
    return reason;
}

}  // namespace testskew::workspace
