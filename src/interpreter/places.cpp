// This file looks only at names and links, and starts nothing.
#include "interpreter/places.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <string>

#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::interpreter {
namespace fs = std::filesystem;
namespace {

constexpr int oldest = 8, newest = 15;

bool is_executable(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

/// Collects executables from folders, each real file only once.
class Search {
public:
    explicit Search(std::optional<int> minor) : minor_(minor) {}

    /// A folder with interpreters in it.
    void folder(const fs::path& bin) {
        if (bin.empty() || bin.is_relative() || is_shim(bin / "python") || !seen_folders_.insert(bin.string()).second)
            return;
        for (int minor = newest; minor >= oldest; --minor)
            if (!minor_ || *minor_ == minor)
                for (const auto* suffix : {"", "t"}) file(bin / ("python3." + std::to_string(minor) + suffix));
        file(bin / "python3");
        file(bin / "python");
        file(bin / "pypy3");
    }

    void file(const fs::path& path) {
        if (!is_executable(path)) return;
        std::error_code error;
        const fs::path real = fs::canonical(base_of(path), error);
        if (error || is_shim(real)) return;
        // The name of the real file often tells the version, so that the file need not be run.
        const std::string name = real.filename().string();
        if (minor_ && name.starts_with("python3.")) {
            const size_t end = std::min(name.find_first_not_of("0123456789", 8), name.size());
            if (end > 8 && name.substr(8, end - 8) != std::to_string(*minor_)) return;
        }
        if (seen_.insert(real.string()).second) result.push_back(real);
    }

    /// A folder of installations, each of which has a bin/.
    void installations(const fs::path& parent, const std::string& prefix = "") {
        std::error_code error;
        std::vector<fs::path> found;
        for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error))
            if (entry->path().filename().string().starts_with(prefix)) found.push_back(entry->path());
        std::sort(found.begin(), found.end());
        for (const auto& one : found) folder(one / "bin");
    }

    std::vector<fs::path> result;

private:
    std::optional<int> minor_;
    std::set<std::string> seen_, seen_folders_;
};

/// The path that a variable holds; `otherwise` if it holds none.
fs::path variable(const char* name, const fs::path& otherwise = {}) {
    const auto value = environment_variable(name);
    return value && !value->empty() ? fs::path(*value) : otherwise;
}

}  // namespace

bool is_shim(const fs::path& executable) {
    return executable.parent_path().filename() == "shims" || executable.filename() == "mise" ||
           executable.filename() == "asdf" || executable.filename() == "pyenv";
}

fs::path base_of(const fs::path& executable) {
    fs::path current = executable;
    std::error_code error;
    for (int depth = 0; depth < 5; ++depth) {
        // The folder may be reached by a symlink. A symlink of the python itself must not be followed, because it leads
        // out of the environment.
        const fs::path folder = current.parent_path();
        auto config = read_file(folder.parent_path() / "pyvenv.cfg");
        if (!config) config = read_file(folder / "pyvenv.cfg");
        if (!config) break;
        fs::path home;
        for (const auto& line : split(*config, '\n')) {
            const size_t equals = line.find('=');
            if (equals != std::string::npos && lower(trim(std::string_view(line).substr(0, equals))) == "home")
                home = std::string(trim(std::string_view(line).substr(equals + 1)));
        }
        if (home.empty() || home == folder) break;
        std::string version;  // the version of the environment, as the home may hold several versions
        fs::directory_iterator lib(folder.parent_path() / "lib", error), end;
        for (; !error && lib != end; lib.increment(error))
            if (lib->path().filename().string().starts_with("python3.")) version = lib->path().filename().string();
        fs::path base;
        for (const std::string& name :
             {version, executable.filename().string(), std::string("python3"), std::string("python")})
            if (base.empty() && !name.empty() && is_executable(home / name)) base = home / name;
        if (base.empty()) break;
        current = base;
    }
    return current;
}

std::vector<fs::path> candidates(std::optional<int> minor) {
    Search search(minor);
    const fs::path home = variable("HOME");
    const auto in_home = [&](const char* below) { return home.empty() ? fs::path() : home / below; };

    for (const auto& entry : split(environment_variable("TESTSKEW_PYTHONS").value_or(""), ':')) {
        const fs::path place = entry;
        search.folder(place / "bin");
        search.folder(place);
        if (place.is_absolute()) search.file(place);
    }
    for (const auto& entry : split(environment_variable("PATH").value_or(""), ':')) search.folder(entry);
    search.installations(variable("PYENV_ROOT", in_home(".pyenv")) / "versions");
    const fs::path data = variable("XDG_DATA_HOME", in_home(".local/share"));
    search.installations(variable("UV_PYTHON_INSTALL_DIR", data / "uv" / "python"), "cpython-");
    search.installations(variable("ASDF_DATA_DIR", in_home(".asdf")) / "installs" / "python");
    search.installations(variable("MISE_DATA_DIR", data / "mise") / "installs" / "python");
    search.installations(in_home(".rye/py"));
    search.installations(data / "hatch" / "pythons");
    search.folder("/usr/local/bin");
    search.folder("/usr/bin");
    search.installations("/opt");
    search.installations("/opt/python");
    search.installations("/opt/hostedtoolcache/Python");
    std::error_code error;
    for (fs::directory_iterator entry("/opt/hostedtoolcache/Python", error), end; !error && entry != end;
         entry.increment(error))
        search.folder(entry->path() / "x64" / "bin");
    for (const char* brew : {"/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"}) search.folder(brew);
    return std::move(search.result);
}

}  // namespace testskew::interpreter
