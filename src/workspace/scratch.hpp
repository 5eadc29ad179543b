#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "util/descriptor.hpp"

/// The folder in which the workspaces of a run are made. Its name is short. It is in memory if there is enough of it,
/// and otherwise on disk.
namespace testskew::workspace {

/// Returns the places to try, the best first, or only `asked` if it is given. `bytes` is what all workspaces will hold
/// together. Places where no program can be started come last. No place lies within `top`, and none in /dev/shm if the
/// sessions are `sandboxed`, as they may write there. Throws Error: code 2 if `asked` cannot be used, and code 4 if no
/// place has room.
std::vector<std::filesystem::path> scratch_places(std::uint64_t bytes, const std::filesystem::path& top,
                                                  const std::optional<std::filesystem::path>& asked,
                                                  bool sandboxed = false);

/// A new folder in `place`, which is locked while this object lives and is removed with it. The constructor first
/// removes what killed runs of this user have left in `place`. Throws Error (code 4) if the folder cannot be made.
class Scratch {
public:
    explicit Scratch(const std::filesystem::path& place);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    Descriptor lock_;
};

/// Removes the folders of killed runs in `place`. Their name and their owner tell that they are ours, and nobody holds
/// their lock.
void remove_leftovers(const std::filesystem::path& place);

}  // namespace testskew::workspace
