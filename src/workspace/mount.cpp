#include "workspace/mount.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "workspace/tree.hpp"

#ifdef __linux__
#include <sys/sysmacros.h>
#endif

namespace fs = std::filesystem;

namespace testskew::workspace {

#ifdef __linux__

void make_whiteout(const fs::path& path) {
    if (::mknod(path.c_str(), S_IFCHR, makedev(0, 0)) != 0)
        throw std::runtime_error(fmt::format("cannot make the whiteout {}: {}", path.string(), std::strerror(errno)));
}

std::vector<fs::path> mounts_below(const fs::path& folder) {
    std::vector<fs::path> found;
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream parts(line);
        std::string id, parent, device, root, target;
        parts >> id >> parent >> device >> root >> target;
        // In the names, blanks are written in octal.
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

void make_whiteout(const fs::path&) { throw std::runtime_error("overlays need Linux"); }
std::vector<fs::path> mounts_below(const fs::path&) { return {}; }

#endif

}  // namespace testskew::workspace
