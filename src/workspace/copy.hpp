#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/tree.hpp"

/// Copying trees: exact but for what a copy cannot be. Never by hard links: a test that writes in place would reach the
/// original.
namespace testskew::workspace {

struct CopyReport {
    std::vector<std::string> unreadable;  ///< made empty, with their mode
    std::vector<std::string> skipped;     ///< sockets, pipes, devices
    long files = 0;
};

/// Copies one file, symlink or empty folder with its mode, modification time and, as root, owner. Holes stay holes. The
/// parent must exist, and `to` not. Throws Error (code 4) on a full disk. False where it is no such thing (a socket),
/// or unreadable.
bool copy_entry(const std::filesystem::path& from, const std::filesystem::path& to, CopyReport& report,
                const std::string& name);

/// Copies all below `from` into the new folder `to`. Absolute symlinks into `from` are pointed into `to`: what a test
/// writes through them must not reach the original.
CopyReport copy_tree(const std::filesystem::path& from, const std::filesystem::path& to, const Skip& skip = {});

/// The mode, times and owner of the folder `from` for the folder `to`.
void copy_attributes(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::workspace
