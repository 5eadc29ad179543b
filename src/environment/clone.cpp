#include "environment/clone.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "util/error.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// A larger file in bin/, in bytes, is no script that holds a path.
constexpr std::uintmax_t largest_script = 1 << 20;
constexpr off_t large_file = 1 << 20;  ///< A file of this size, in bytes, is worth a link that has to be watched.

class Cloning {
public:
    Cloning(const fs::path& from, const fs::path& to, Sharing sharing) : from_(from), to_(to), sharing_(sharing) {}

    void everything() {
        std::error_code error;
        if (!fs::create_directories(to_, error) && error) fail(from_, error);
        fs::recursive_directory_iterator it(from_, error), end;
        if (error) fail(from_, error);
        for (; it != end; it.increment(error)) {
            one(*it, error);
            if (error) fail(it->path(), error);
        }
        if (error) fail(from_, error);
    }

    /// The files that were linked although not all are.
    std::vector<fs::path> shared() && { return std::move(shared_); }

private:
    void one(const fs::directory_entry& entry, std::error_code& error) {
        const fs::path& source = entry.path();
        const fs::path relative = source.lexically_relative(from_), target = to_ / relative;
        if (entry.is_symlink(error)) {
            fs::create_symlink(moved(fs::read_symlink(source, error).string()), target, error);
        } else if (entry.is_directory(error)) {
            fs::create_directory(target, error);
        } else if (relative != ".lock") {
            const bool may_hold_path = *relative.begin() == "bin" || relative == "pyvenv.cfg";
            if (may_hold_path && entry.file_size(error) < largest_script && rewritten(source, target)) return;
            link_or_copy(source, target, error);
        }
    }

    /// Writes a file that holds the old path with the new one instead. Returns false if the file does not hold the old
    /// path.
    bool rewritten(const fs::path& source, const fs::path& target) {
        const std::string text = read_file(source).value_or(""), text_moved = moved(text);
        if (text == text_moved) return false;
        std::error_code error;
        write_file(target, text_moved, static_cast<unsigned>(fs::status(source, error).permissions()) & 0777U);
        return true;
    }

    void link_or_copy(const fs::path& source, const fs::path& target, std::error_code& error) {
        const bool link = sharing_ == Sharing::all || (sharing_ == Sharing::large_files && is_large(source));
        if (link) fs::create_hard_link(source, target, error);
        if (link && !error) {
            if (sharing_ == Sharing::large_files) shared_.push_back(target);
            return;
        }
        error.clear();  // It is another file system, or there are too many links, or links are not allowed.
        copy(source, target, error);
        struct stat state{};  // Bytecode belongs to a source with exactly this time.
        if (!error && ::stat(source.c_str(), &state) == 0) set_times(target, state);
    }

    /// Copies the content, which the file system may do without moving a byte, and the mode.
    static void copy(const fs::path& source, const fs::path& target, std::error_code& error) {
#ifdef __linux__
        struct stat state{};
        const Descriptor in = open_regular(source);
        const bool known = in.ok() && ::fstat(in.get(), &state) == 0;
        const Descriptor out(
            known ? ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, state.st_mode & 0777U) : -1);
        off_t done = 0;
        for (ssize_t got = 1; out.ok() && got > 0 && done < state.st_size; done += got)
            got = std::max<ssize_t>(
                ::copy_file_range(in.get(), nullptr, out.get(), nullptr, static_cast<size_t>(state.st_size - done), 0),
                0);
        if (out.ok() && done == state.st_size && ::fchmod(out.get(), state.st_mode & 07777U) == 0) return;
        ::unlink(target.c_str());
#endif
        fs::copy_file(source, target, error);
    }

    static bool is_large(const fs::path& file) {
        struct stat state{};
        return ::stat(file.c_str(), &state) == 0 && state.st_size >= large_file;
    }

    std::string moved(std::string text) const {
        const std::string before = from_.string(), after = to_.string();
        for (size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += after.size())
            text.replace(at, before.size(), after);
        return text;
    }

    [[noreturn]] void fail(const fs::path& path, const std::error_code& error) const {
        throw Error(fmt::format("cannot copy {} to {}: {}", path.string(), to_.string(), error.message()),
                    ExitCode::environment);
    }

    const fs::path& from_;
    const fs::path& to_;
    const Sharing sharing_;
    std::vector<fs::path> shared_;
};

}  // namespace

std::vector<fs::path> clone_environment(const fs::path& from, const fs::path& to, Sharing sharing) {
    Cloning cloning(from, to, sharing);
    cloning.everything();
    return std::move(cloning).shared();
}

}  // namespace testskew::environment
