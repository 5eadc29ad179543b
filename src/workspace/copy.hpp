#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/tree.hpp"

/// Copies trees as exactly as a copy can be. Hard links are never made, because a test that writes in place would reach
/// the original.
namespace testskew::workspace {

struct CopyReport {
    std::vector<std::string> unreadable;  ///< The copies of these are empty, and have the mode.
    std::vector<std::string> skipped;     ///< These are sockets, pipes and devices.
    long files = 0;
};

/// Copies one file, symlink or empty folder with its mode, its times and, as root, its owner. Holes stay holes. The
/// parent of `to` must exist, and `to` must not. Returns false if `from` is something else (a socket) or cannot be
/// read, and then `report` lists it as `name`. Throws Error (code 4) if writing fails, for example if the disk is full.
bool copy_entry(const std::filesystem::path& from, const std::filesystem::path& to, CopyReport& report,
                const std::string& name);

/// Copies everything below `from` into the new folder `to`. Absolute symlinks that lead into `from` lead into `to`
/// afterwards, so that what a test writes through them does not reach the original. Throws Error (code 4).
CopyReport copy_tree(const std::filesystem::path& from, const std::filesystem::path& to, const Skip& skip = {});

/// Gives the folder `to` the mode, the times and, as root, the owner of the folder `from`.
void copy_attributes(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::workspace
