#include "environment/footprint.hpp"

#include <sys/stat.h>

namespace fs = std::filesystem;

namespace testskew::environment {

constexpr long stat_block = 512;  ///< The unit of st_blocks, in bytes.

void Footprint::add(const fs::path& folder) {
    std::error_code error;
    const auto count = [&](const fs::path& path) {
        struct stat state{};
        if (::lstat(path.c_str(), &state) != 0) return;
        const long size = static_cast<long>(state.st_blocks) * stat_block;
        if (S_ISDIR(state.st_mode)) {
            settled_ += size;
            return;
        }
        Inode& inode = inodes_[{state.st_dev, state.st_ino}];
        inode.links = state.st_nlink;
        inode.size = size;
        ++inode.seen;
    };
    count(folder);
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) count(it->path());
}

void Footprint::add(const Footprint& other) {
    settled_ += other.settled_;
    for (const auto& [key, counted] : other.inodes_) {
        if (counted.seen >= counted.links) {
            settled_ += counted.size;
            continue;
        }
        Inode& inode = inodes_[key];
        inode.links = counted.links;
        inode.size = counted.size;
        inode.seen += counted.seen;
    }
}

long Footprint::bytes() const {
    long sum = settled_;
    for (const auto& [_, inode] : inodes_)
        if (inode.seen >= inode.links) sum += inode.size;
    return sum;
}

long own_size(const fs::path& folder) {
    Footprint footprint;
    footprint.add(folder);
    return footprint.bytes();
}

}  // namespace testskew::environment
