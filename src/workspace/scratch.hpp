#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "util/descriptor.hpp"

/// Where the workspaces of a run are made: a folder with a short name, on memory where there is enough of it, else on
/// disk.
namespace testskew::workspace {

/// Places to try, the best first. `bytes` is what the workspaces will hold together; none lies within `top`, or holds
/// it. `asked` alone where it is given.
std::vector<std::filesystem::path> scratch_places(std::uint64_t bytes, const std::filesystem::path& top,
                                                  const std::optional<std::filesystem::path>& asked);

/// A new folder in `place`, locked while this object lives and removed with it. On construction, what killed runs of
/// this user left there is removed. Throws Error (code 4) where it cannot be made.
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

/// Removes folders of killed runs in `place`: ours by name and owner, and nobody holds their lock.
void remove_leftovers(const std::filesystem::path& place);

}  // namespace testskew::workspace
