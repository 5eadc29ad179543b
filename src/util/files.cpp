#include "util/files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "util/error.hpp"

namespace fs = std::filesystem;

namespace testskew {
namespace {

[[noreturn]] void fail(const std::string& what, const fs::path& path, int error) {
    throw Error(fmt::format("{} {}: {}", what, path.string(), std::strerror(error)), ExitCode::environment);
}

}  // namespace

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream content;
    content << file.rdbuf();
    if (file.bad()) return std::nullopt;
    return std::move(content).str();
}

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

void write_file(const fs::path& path, std::string_view content, unsigned mode) {
    std::string temporary = path.string() + ".XXXXXX";
    const Descriptor file(::mkstemp(temporary.data()));
    if (!file.ok()) fail("cannot write", path, errno);
    if (!write_all(file.get(), content) || ::fchmod(file.get(), mode) != 0 ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        fail("cannot write", path, error);
    }
}

void write_through(const fs::path& path, std::string_view content, unsigned mode) {
    struct stat info = {};
    if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
        const Descriptor there(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (!there.ok() || !write_all(there.get(), content)) fail("cannot write", path, errno);
        return;
    }
    std::error_code error;
    fs::path target = path;  // of a chain of links the end, which need not be there yet
    for (int i = 0; i < 40 && fs::is_symlink(fs::symlink_status(target, error)); ++i)
        target = target.parent_path() / fs::read_symlink(target, error);
    write_file(target, content, mode);
}

fs::path make_temporary_directory(const fs::path& parent, const std::string& prefix) {
    std::string name = (parent / (prefix + "XXXXXX")).string();
    if (!::mkdtemp(name.data())) fail("cannot make a folder in", parent, errno);
    return name;
}

void remove_tree(const fs::path& path) noexcept {
    std::error_code ignored;
    fs::remove_all(path, ignored);
    if (!fs::exists(fs::symlink_status(path, ignored))) return;
    // Some folder has no write permission. All folders get it, and the removal is tried once more.
    for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, ignored), end;
         it != end; it.increment(ignored)) {
        if (it->is_directory(ignored) && !it->is_symlink(ignored))
            fs::permissions(it->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    }
    fs::permissions(path, fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::remove_all(path, ignored);
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
}

fs::path cache_directory() {
    fs::path base;
    const auto xdg = environment_variable("XDG_CACHE_HOME");
    const auto home = environment_variable("HOME");
    if (xdg && fs::path(*xdg).is_absolute())
        base = *xdg;
    else if (home && !home->empty())
        base = fs::path(*home) / ".cache";
    else
        throw Error("neither XDG_CACHE_HOME nor HOME is set: set one, so that environments can be kept",
                    ExitCode::environment);
    std::error_code error;
    fs::create_directories(base / "testskew", error);
    if (error) fail("cannot make", base / "testskew", error.value());
    return base / "testskew";
}

std::optional<fs::path> find_on_path(const std::string& name) {
    std::istringstream path(environment_variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin"));
    for (std::string folder; std::getline(path, folder, ':');) {
        if (folder.empty()) continue;
        const fs::path candidate = fs::path(folder) / name;
        std::error_code error;
        if (fs::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0)
            return fs::absolute(candidate);
    }
    return std::nullopt;
}

namespace {
Descriptor open_lock(const fs::path& path) {
    return Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}
}  // namespace

FileLock::FileLock(const fs::path& path) : descriptor_(open_lock(path)) {
    if (!descriptor_.ok()) fail("cannot open", path, errno);
    while (::flock(descriptor_.get(), LOCK_EX) != 0) {
        if (errno != EINTR) fail("cannot lock", path, errno);
    }
}

std::optional<FileLock> FileLock::attempt(const fs::path& path) {
    Descriptor file = open_lock(path);
    if (!file.ok() || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return std::nullopt;
    return FileLock(std::move(file));
}

}  // namespace testskew
