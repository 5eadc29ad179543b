#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What a child does to itself between fork and exec, as data: the guard, which is another program by then, carries it
/// out (overlay.hpp, host.hpp).
namespace testskew::process {

/// One overlay. What is written at `target` goes to `upper`. What is read and is not in `upper` comes from the first of
/// the `lowers` that has it.
struct Overlay {
    std::filesystem::path target;
    std::vector<std::filesystem::path> lowers;
    std::filesystem::path upper, work;
};

/// The way into a workspace. With overlays the child gets a mount namespace of its own.
struct Entrance {
    std::vector<Overlay> overlays;
    /// The folder in which the child is afterwards. If it is empty, the child stays where it was.
    std::filesystem::path directory;
};

/// A sandbox, in which a child can write below these paths only, and to the devices that every program needs
/// (sandbox.hpp).
struct Sandbox {
    std::vector<std::filesystem::path> writable;
};

/// One soft limit of setrlimit. The hard limit is raised only if the soft one would be above it, which needs root.
struct HostLimit {
    std::string name;                    ///< The name for error messages: "nofile".
    int number = 0;                      ///< The number: RLIMIT_NOFILE.
    std::optional<std::uint64_t> value;  ///< The value; nullopt means that there is no limit.
};

/// The user that a child becomes, which needs root.
struct HostUser {
    std::uint32_t uid = 0, gid = 0;
    std::vector<std::uint32_t> groups;  ///< The supplementary groups.
};

/// The settings of the host that a child has and we do not have. A setting that is not given stays as it is.
struct HostChanges {
    std::optional<unsigned> umask;
    /// The first processors of those that we may use, this many, or all if there are fewer.
    std::optional<int> processors;
    std::vector<HostLimit> limits;
    std::optional<HostUser> user;
};

}  // namespace testskew::process
