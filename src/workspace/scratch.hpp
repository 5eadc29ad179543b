#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "util/descriptor.hpp"

/// The folder in which the workspaces of a run are made. Its name is short, and it is in memory if there is enough of
/// it, else on disk.
namespace testskew::workspace {

/// The places to try, the best first; only `asked`, if it is given. `bytes` is what all workspaces will hold together.
/// No place lies within `top`. Throws Error: code 2 if `asked` is no such place, code 4 if none has room.
std::vector<std::filesystem::path> scratch_places(std::uint64_t bytes, const std::filesystem::path& top,
                                                  const std::optional<std::filesystem::path>& asked);

/// A new folder in `place`, which is locked while this object lives and removed with it. The constructor first removes
/// what killed runs of this user left in `place`. Throws Error (code 4) if the folder cannot be made.
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

/// Removes the folders of killed runs in `place`. They are ours by their name and owner, and nobody holds their lock.
void remove_leftovers(const std::filesystem::path& place);

}  // namespace testskew::workspace
