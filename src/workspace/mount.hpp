#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Overlays in a private mount namespace. Linux only: elsewhere everything says that it is impossible.
namespace testskew::workspace {

/// One overlay: what is written at `target` goes to `upper`, what is read and not there comes from `lowers`, the first
/// one winning.
struct Overlay {
    std::filesystem::path target;
    std::vector<std::filesystem::path> lowers;
    std::filesystem::path upper, work;
};

/// Puts the calling process, which must have one thread (a forked child), into a mount namespace of its own with these
/// overlays, and into `directory`. As root by a mount namespace; else by a user namespace that maps nobody but the user
/// to himself, so that uid and gid stay what they are and exec takes all privileges away again. Throws
/// std::runtime_error saying what was refused.
void enter_overlays(const std::vector<Overlay>& overlays, const std::filesystem::path& directory);

/// Runs `action` in a forked child. The reason it threw, "" where it did not.
std::string in_child(const std::function<void()>& action);

/// Makes a whiteout: `path` in an upper folder hides what the lower ones have. Throws std::runtime_error.
void make_whiteout(const std::filesystem::path& path);

/// Mount points strictly below `folder`.
std::vector<std::filesystem::path> mounts_below(const std::filesystem::path& folder);

}  // namespace testskew::workspace
