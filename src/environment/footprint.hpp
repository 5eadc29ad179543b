#pragma once
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

    /// Counts what another one has counted of other folders, as add() would. What is settled there takes no memory
    /// here.
    void add(const Footprint& other);

    /// Returns the bytes that removing all counted folders would free: of the files whose every link lies in them.
    long bytes() const;

private:
    struct Inode {
        nlink_t links = 0, seen = 0;
        long size = 0;
    };
    std::map<std::pair<dev_t, ino_t>, Inode> inodes_;
    /// The bytes of the folders themselves, which have one name each, and of the files whose every link was counted.
    long settled_ = 0;
};

/// The bytes that removing this folder alone would free.
long own_size(const std::filesystem::path& folder);

}  // namespace testskew::environment
