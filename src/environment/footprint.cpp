#include "environment/footprint.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {

constexpr long stat_block = 512;  ///< The unit of st_blocks, in bytes.

void Footprint::add(const struct stat& state) {
    const long size = static_cast<long>(state.st_blocks) * stat_block;
    with_links_ += size;
    if (S_ISDIR(state.st_mode) || state.st_nlink < 2) {
        settled_ += size;
        return;
    }
    Inode& inode = inodes_[{state.st_dev, state.st_ino}];
    inode.links = state.st_nlink;
    inode.size = size;
    ++inode.seen;
}

void Footprint::add(const fs::path& folder) {
    std::error_code error;
    const auto count = [&](const fs::path& path) {
        struct stat state{};
        if (::lstat(path.c_str(), &state) == 0) add(state);
    };
    count(folder);
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) count(it->path());
}

long Footprint::bytes() const {
    long sum = settled_;
    for (const auto& [_, inode] : inodes_)
        if (inode.seen >= inode.links) sum += inode.size;
    return sum;
}

Footprint footprint_of(const fs::path& folder) {
    Footprint footprint;
    footprint.add(folder);
    return footprint;
}

}  // namespace testskew::environment
