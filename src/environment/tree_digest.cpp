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
namespace {

constexpr long block = 512;  ///< The unit of st_blocks, in bytes.

long size_of_bytecode(const fs::path& folder) {
    long size = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (struct stat state{}; ::lstat(entry.path().c_str(), &state) == 0)
            size += static_cast<long>(state.st_blocks) * block;
    return size;
}

}  // namespace

std::string tree_digest(const fs::path& folder, long* size) {
    std::vector<std::string> lines;
    long sum = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
        const auto& path = it->path();
        const std::string name = path.filename().string();
        struct stat state{};
        if (::lstat(path.c_str(), &state) != 0) continue;
        sum += static_cast<long>(state.st_blocks) * block;
        const bool is_folder = S_ISDIR(state.st_mode);
        if (is_folder && name == "__pycache__") {
            sum += size_of_bytecode(path);
            it.disable_recursion_pending();
            continue;
        }
        // uv leaves a lock in an environment, and takes it again whenever it only looks at it.
        if (name.ends_with(".pyc") || (it.depth() == 0 && name == ".lock")) continue;
        std::string line = path.string().substr(folder.string().size());
        if (S_ISLNK(state.st_mode))
            line += " -> " + fs::read_symlink(path, error).string();
        else if (!is_folder)
            line += fmt::format(" {} {}.{}", state.st_size, modified_time(state).tv_sec, modified_time(state).tv_nsec);
        lines.push_back(std::move(line));
    }
    if (size) *size = sum;
    std::sort(lines.begin(), lines.end());
    return short_hash(join(lines, "\n"));
}

}  // namespace testskew::environment
