#include "util/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <mutex>
#include <set>

#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew {
namespace {

constexpr std::string_view prefix_of_all = "testskew-tmp-", prefix_of_new = "testskew-new-";
constexpr std::size_t random_part = 6;          ///< The characters that mkdtemp chooses.
constexpr std::time_t longest_beginning = 600;  ///< A folder gets its lock and its name in far less, in seconds.

Descriptor opened_folder(const fs::path& folder) {
    return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

/// Makes a folder that gets the name by which it is swept only when it is locked, so that nobody takes it for the
/// folder of a dead program in between.
fs::path make_locked(const fs::path& parent, Descriptor& lock) {
    const fs::path made = make_temporary_directory(parent, std::string(prefix_of_new));
    lock = opened_folder(made);
    const std::string name = made.filename().string();
    const fs::path final_path = parent / (std::string(prefix_of_all) + name.substr(name.size() - random_part));
    if (!lock.ok() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0 || ::rename(made.c_str(), final_path.c_str()) != 0)
        return made;  // It is as good, but for what happens if this program is killed.
    return final_path;
}

}  // namespace

void sweep_temporary_folders(const fs::path& parent) {
    std::error_code error;
    for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool young = name.size() == prefix_of_new.size() + random_part && name.starts_with(prefix_of_new);
        if (!young && (name.size() != prefix_of_all.size() + random_part || !name.starts_with(prefix_of_all))) continue;
        struct stat status{};
        if (::lstat(it->path().c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::geteuid())
            continue;
        if (young && std::time(nullptr) - status.st_mtime < longest_beginning) continue;
        const Descriptor lock = opened_folder(it->path());
        if (lock.ok() && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) remove_tree(it->path());
    }
}

TemporaryFolder::TemporaryFolder() : TemporaryFolder(fs::temp_directory_path()) {}
TemporaryFolder::TemporaryFolder(const fs::path& parent) : path(make_locked(parent, lock_)) {
    static std::mutex mutex;
    static std::set<fs::path> swept;
    const std::lock_guard lock(mutex);
    if (swept.insert(parent).second) sweep_temporary_folders(parent);
}
TemporaryFolder::TemporaryFolder(const fs::path& parent, const std::string& prefix)
    : path(make_temporary_directory(parent, prefix)) {}
TemporaryFolder::~TemporaryFolder() { remove_tree(path); }

std::string TemporaryFolder::file(const std::string& name, const std::vector<std::string>& lines) const {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    write_file(path / name, text, 0600);
    return (path / name).string();
}

}  // namespace testskew
