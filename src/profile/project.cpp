// This file knows the rules by which pytest finds its rootdir.
#include "profile/project.hpp"

#include <initializer_list>

#include "profile/settings.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Whether an ini file has this section, written "[name]".
bool has_section(const fs::path& path, std::string_view section) {
    const auto text = is_file(path) ? read_file(path) : std::nullopt;
    if (!text) return false;
    for (const auto& line : split(*text, '\n'))
        if (trim(line) == section) return true;
    return false;
}

/// Whether the folder holds a file that makes it the rootdir of pytest (pytest's locate_config). pyproject.toml counts
/// here only if it configures pytest.
bool configures_pytest(const fs::path& folder) {
    for (const auto* name : {"pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini"})
        if (is_file(folder / name)) return true;
    if (is_file(folder / "pyproject.toml") && read_toml(folder / "pyproject.toml").find({"tool", "pytest"}))
        return true;
    return has_section(folder / "tox.ini", "[pytest]") || has_section(folder / "setup.cfg", "[tool:pytest]");
}

bool has_any(const fs::path& folder, std::initializer_list<const char*> names) {
    std::error_code error;
    for (const auto* name : names)
        if (fs::exists(folder / name, error)) return true;
    return false;
}

/// The first folder that passes the test, from `start` upwards; nullopt if none does.
template <class Test>
std::optional<fs::path> nearest_folder(const fs::path& start, Test test) {
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (test(folder)) return folder;
        if (folder == folder.parent_path()) return std::nullopt;
    }
}

/// The rootdir of a pytest that is started in `start`. If pytest finds nothing and takes the current folder, this takes
/// the nearest folder that declares requirements or is the top level of a git repository, because a folder inside
/// tests/ is not a project.
fs::path rootdir(const fs::path& start) {
    if (const auto folder = nearest_folder(start, configures_pytest)) return *folder;
    if (const auto folder = nearest_folder(start, [](const fs::path& f) { return is_file(f / "pyproject.toml"); }))
        return *folder;
    if (const auto folder = nearest_folder(start, [](const fs::path& f) { return is_file(f / "setup.py"); }))
        return *folder;
    const auto marked = nearest_folder(start, [](const fs::path& f) {
        return has_any(f, {"requirements.txt", "requirements", "setup.cfg", "uv.lock", "pylock.toml", "Pipfile",
                           "Pipfile.lock", "tox.ini", "tox.toml", "noxfile.py", ".git"});
    });
    return marked.value_or(start);
}

}  // namespace

Project find_project(const fs::path& start) {
    std::error_code error;
    fs::path folder = fs::weakly_canonical(fs::absolute(start), error);
    if (error) folder = fs::absolute(start).lexically_normal();
    if (!folder.has_filename() && folder.has_relative_path()) folder = folder.parent_path();

    Project project;
    const auto holds_any = [](const fs::path& f) {
        std::error_code unknown;
        const auto type = fs::symlink_status(f / "testskew.toml", unknown).type();
        return type != fs::file_type::not_found && type != fs::file_type::none;
    };
    if (const auto found = nearest_folder(folder, holds_any)) {
        project.root = *found;
        project.config = *found / "testskew.toml";
        if (!is_file(*project.config))
            throw Error(fmt::format("{} is no file that can be read, but a folder, a device or a link to nothing",
                                    label_of(*project.config)));
        auto config = std::make_shared<ConfigFile>(
            read_config(read_toml(*project.config), *project.config, label_of(*project.config), true));
        project.run_bad = config->run_bad;
        project.run_good = config->run_good;
        project.profiles = std::move(config);
    } else {
        project.root = rootdir(folder);
        project.profiles = std::make_shared<ConfigFile>();
    }
    return project;
}

fs::path project_root(const fs::path& start) try { return find_project(start).root; } catch (const Error&) {
    return fs::canonical(start);
}

}  // namespace testskew::profile
