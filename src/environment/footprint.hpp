#pragma once
#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <utility>

namespace testskew::environment {

/// What environments take on disk by themselves. Their files are hard links into uv's cache and to each other, so the
/// sum of their sizes says little about the disk.
class Footprint {
public:
    /// Counts all that is in a folder, once for each inode.
    void add(const std::filesystem::path& folder);

    /// Counts one file or folder, for who walks over them for another reason as well.
    void add(const struct stat& state);

    /// Returns the bytes that removing all counted folders would free: of the files whose every link lies in them.
    long bytes() const;
    /// Returns the bytes with every hard link counted, as if no file were shared.
    long with_links() const { return with_links_; }

private:
    struct Inode {
        nlink_t links = 0, seen = 0;
        long size = 0;
    };
    std::map<std::pair<dev_t, ino_t>, Inode> inodes_;
    long settled_ = 0;  ///< the bytes of the folders, and of the files that have one name
    long with_links_ = 0;
};

/// What is in this folder alone.
Footprint footprint_of(const std::filesystem::path& folder);

}  // namespace testskew::environment
