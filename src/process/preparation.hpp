#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What a child does to itself between fork and exec, as data: the guard, which is another program by then, carries it
/// out (overlay.hpp, host.hpp).
namespace testskew::process {

/// One overlay: what is written at `target` goes to `upper`, what is read and not there comes from `lowers`, the first
/// one winning.
struct Overlay {
    std::filesystem::path target;
    std::vector<std::filesystem::path> lowers;
    std::filesystem::path upper, work;
};

/// The way into a workspace. With overlays the child gets a mount namespace of its own.
struct Entrance {
    std::vector<Overlay> overlays;
    std::filesystem::path directory;  ///< where the child is afterwards; empty leaves it where it was
};

/// One soft limit of setrlimit. The hard limit is raised only if the soft one would be above it, which needs root.
struct HostLimit {
    std::string name;                    ///< for error messages: "nofile"
    int number = 0;                      ///< RLIMIT_NOFILE
    std::optional<std::uint64_t> value;  ///< nullopt is no limit
};

/// The user that a child becomes, which needs root.
struct HostUser {
    std::uint32_t uid = 0, gid = 0;
    std::vector<std::uint32_t> groups;  ///< supplementary groups
};

/// The settings of the host that a child has and we do not. What is not set stays.
struct HostChanges {
    std::optional<unsigned> umask;
    std::optional<int> processors;  ///< the first so many of those that we may use, or all if there are fewer
    std::vector<HostLimit> limits;
    std::optional<HostUser> user;
};

}  // namespace testskew::process
