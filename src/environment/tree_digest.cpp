#include "environment/tree_digest.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "util/file_times.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {

std::string tree_digest(const fs::path& folder, Footprint* footprint) {
    std::vector<std::string> lines;
    std::error_code error;
    struct stat top{};
    if (footprint && ::lstat(folder.c_str(), &top) == 0) footprint->add(top);
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
        const auto& path = it->path();
        const std::string name = path.filename().string();
        struct stat state{};
        if (::lstat(path.c_str(), &state) != 0) continue;
        const bool is_folder = S_ISDIR(state.st_mode);
        if (is_folder && name == "__pycache__") {
            if (footprint) footprint->add(path);
            it.disable_recursion_pending();
            continue;
        }
        if (footprint) footprint->add(state);
        // uv leaves a lock in an environment, and takes it again whenever it only looks at it.
        if (name.ends_with(".pyc") || (it.depth() == 0 && name == ".lock")) continue;
        std::string line = path.string().substr(folder.string().size());
        if (S_ISLNK(state.st_mode))
            line += " -> " + fs::read_symlink(path, error).string();
        else if (!is_folder)
            line += fmt::format(" {} {}.{}", state.st_size, modified_time(state).tv_sec, modified_time(state).tv_nsec);
        lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end());
    return short_hash(join(lines, "\n"));
}

}  // namespace testskew::environment
