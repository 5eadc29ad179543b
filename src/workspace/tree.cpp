#include "workspace/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "util/descriptor.hpp"
#include "util/file_times.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

/// Walks the open folder, and closes `descriptor`. The names of each folder are sorted, which sorts the whole walk.
/// Returns false if the folder cannot be read.
bool walk_folder(int descriptor, const std::string& prefix, const Skip& skip, std::vector<TreeEntry>& entries) {
    DIR* folder = descriptor < 0 ? nullptr : ::fdopendir(descriptor);
    if (!folder) {
        if (descriptor >= 0) ::close(descriptor);
        return false;
    }
    std::vector<std::string> names;
    while (const dirent* item = ::readdir(folder)) {
        const std::string_view name = item->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
        struct stat status{};
        if (::fstatat(::dirfd(folder), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
        std::string path = prefix.empty() ? name : prefix + "/" + name;
        const bool is_folder = S_ISDIR(status.st_mode);
        if (skip && skip(path, name, is_folder)) continue;
        entries.push_back({path, status.st_mode, status.st_size, modified_nanoseconds(status), status.st_ino, false});
        if (!is_folder) continue;
        const std::size_t mine = entries.size() - 1;
        const int below = ::openat(::dirfd(folder), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (!walk_folder(below, path, skip, entries)) entries[mine].unreadable = true;
    }
    ::closedir(folder);
    return true;
}

}  // namespace

bool path_less(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto rank = [](char c) { return c == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(c)); };
        return rank(x) < rank(y);
    });
}

std::vector<TreeEntry> walk(const fs::path& root, const Skip& skip) {
    std::vector<TreeEntry> entries;
    walk_folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), "", skip, entries);
    return entries;
}

std::optional<struct stat> status_of(const fs::path& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
    return status;
}

bool same_bytes(const fs::path& a, const fs::path& b) {
    const Descriptor left(::open(a.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    const Descriptor right(::open(b.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!left.ok() || !right.ok()) return false;
    std::array<char, 65536> one, other;
    const auto fill = [](int descriptor, std::array<char, 65536>& buffer) {
        std::size_t have = 0;
        while (have < buffer.size()) {
            const ssize_t got = read_some(descriptor, buffer.data() + have, buffer.size() - have);
            if (got < 0) return got;
            if (got == 0) break;
            have += static_cast<std::size_t>(got);
        }
        return static_cast<ssize_t>(have);
    };
    for (;;) {
        const ssize_t n = fill(left.get(), one);
        if (n < 0 || n != fill(right.get(), other)) return false;
        if (std::memcmp(one.data(), other.data(), static_cast<std::size_t>(n)) != 0) return false;
        if (static_cast<std::size_t>(n) < one.size()) return true;
    }
}

bool same_but_line_endings(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    const auto next = [](std::string_view text, std::size_t& at) -> int {
        if (at < text.size() && text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        return at < text.size() ? static_cast<unsigned char>(text[at++]) : -1;
    };
    for (;;) {
        const int x = next(a, i), y = next(b, j);
        if (x != y) return false;
        if (x < 0) return true;
    }
}

std::string link_target(const fs::path& path) {
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    return error ? std::string() : target.string();
}

bool is_within(const fs::path& path, const fs::path& folder) {
    const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end() || (end->empty() && std::next(end) == folder.end());
}

std::optional<std::string> safe_relative(std::string_view path) {
    while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
    if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return std::nullopt;
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t to = std::min(path.find('/', from), path.size());
        const std::string_view part = path.substr(from, to - from);
        if (part.empty() || part == "." || part == "..") return std::nullopt;
        from = to + 1;
    }
    return std::string(path);
}

}  // namespace testskew::workspace
