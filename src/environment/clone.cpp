#include "environment/clone.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

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

class Cloning {
public:
    Cloning(const fs::path& from, const fs::path& to) : from_(from), to_(to) {}

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
            link(source, target, error);
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

    static void link(const fs::path& source, const fs::path& target, std::error_code& error) {
        fs::create_hard_link(source, target, error);
        if (!error) return;
        error.clear();  // It is another file system, or there are too many links, or links are not allowed.
        fs::copy_file(source, target, error);
        struct stat state{};  // Bytecode belongs to a source with exactly this time.
        if (!error && ::stat(source.c_str(), &state) == 0) set_times(target, state);
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
};

}  // namespace

void clone_environment(const fs::path& from, const fs::path& to) { Cloning(from, to).everything(); }

}  // namespace testskew::environment
