#include "environment/lock.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "environment/uv.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

void make_relative_to(const fs::path& root, FlatRequirements& flat) {
    for (auto& local : flat.local) local.install.path = local.path.lexically_relative(root.lexically_normal()).string();
}

Locked read_uv_lock(const fs::path& lock, FlatRequirements& extra, const Interpreter& interpreter, const fs::path& root,
                    const BuildOptions& options) {
    const fs::path home = lock.parent_path();
    std::vector<std::string> arguments{
        "export",      "--frozen",         "--no-header", "--no-annotate",        "--no-hashes",
        "--format",    "requirements-txt", "--python",    interpreter.executable, "--project",
        home.string(), "--directory",      home.string()};
    for (const auto& local : extra.local)
        if (local.path == home)
            for (const auto& name : local.install.extras) arguments.insert(arguments.end(), {"--extra", name});
    std::erase_if(extra.local, [&](const LocalRequirement& local) { return local.path == home; });
    std::erase_if(extra.lines, [&](const std::string& line) {
        const std::string path = line.starts_with("-e ") ? line.substr(3) : line;
        return path == home.string() || path.starts_with(home.string() + "[") || path.starts_with(home.string() + " ;");
    });
    const std::string own_groups = (home / "pyproject.toml").string() + ":";
    for (const auto& group : extra.groups)
        if (group.starts_with(own_groups))
            arguments.insert(arguments.end(), {"--group", group.substr(own_groups.size())});
    std::erase_if(extra.groups, [&](const std::string& group) { return group.starts_with(own_groups); });

    const auto exit = run_uv(arguments, options);
    if (!exit.ok()) fail_build(lock.string(), exit);
    Locked locked;
    locked.flat = flatten({exit.out}, home, lock.filename().string());
    make_relative_to(root, locked.flat);
    return locked;
}

Locked read_pylock(const fs::path& lock, const Interpreter& interpreter, const fs::path& root,
                   const BuildOptions& options) {
    const TemporaryFolder folder;
    const auto exit = run_uv({"pip", "install", "--dry-run", "--no-deps", "--preview-features", "pylock", "--python",
                              interpreter.executable, "--target", folder.path.string(), "-r", lock.string()},
                             options, true);
    if (!exit.ok()) fail_build(lock.string(), exit);
    const std::string text = read_file(lock).value_or("");
    Locked locked;
    for (const auto& line : announced(exit.err, text.find("editable = true") != std::string::npos)) {
        const bool editable = line.starts_with("-e ");
        add_requirement(editable ? line.substr(3) : line, editable, root, locked.flat);
    }
    return locked;
}

}  // namespace

std::vector<std::string> announced(const std::string& uv_stderr, bool editable) {
    std::vector<std::string> lines;
    for (const auto& raw : split(uv_stderr, '\n')) {
        std::string line(trim(printable(raw)));
        if (!line.starts_with("+ ")) continue;
        line = trim(std::string_view(line).substr(2));
        if (const size_t from = line.find(" (from "); from != std::string::npos && line.ends_with(")")) {
            const std::string url = line.substr(from + 7, line.size() - from - 8);
            line = requirement_name(line.substr(0, from)) + " @ " + url;
        }
        std::error_code error;
        if (const size_t at = line.find(" @ file:"); at != std::string::npos) {
            const std::string path = file_url_path(line.substr(at + 3));
            if (editable && fs::is_directory(path, error)) line = "-e " + path;
        }
        lines.push_back(line);
    }
    return lines;
}

Locked read_freeze(const std::string& text, const fs::path& root, const std::string& project) {
    Locked locked;
    bool project_taken = false;
    const auto take_project = [&](bool editable) {
        if (!project_taken) add_requirement(".", editable, root, locked.flat);
        project_taken = true;
    };
    std::string commented;  // "demo==1.0" of pip's comment above an editable line
    for (const auto& raw : split(text, '\n')) {
        std::string line(trim(raw));
        if (line.starts_with("#")) {
            const size_t open = line.find('(');
            commented = line.starts_with("# Editable") && open != std::string::npos
                            ? line.substr(open + 1, line.find(')') - open - 1)
                            : "";
            continue;
        }
        if (const auto logical = logical_lines(line); logical.empty())
            continue;
        else
            line = logical.front();
        const std::string about = std::exchange(commented, "");
        const bool editable = line.starts_with("-e ") || line.starts_with("--editable ");
        if (editable) line = trim(std::string_view(line).substr(line.find(' ')));
        std::string name = requirement_name(line);
        if (const size_t egg = line.find("#egg="); egg != std::string::npos)
            name = requirement_name(line.substr(egg + 5, line.find('&', egg) - egg - 5));
        if (name.empty()) name = requirement_name(about);
        if (!project.empty() && name == project) {
            if (line.find("==") != std::string::npos && !editable)
                locked.notes.push_back(
                    fmt::format("{} in the lock is the project itself: it is installed from its folder", line));
            take_project(editable);
            continue;
        }
        if (name == "pkg-resources" || (name == "distribute" && line.find("==") != std::string::npos))
            continue;  // written by Debian's old pip
        const size_t at = line.find(" @ ");
        const std::string url =
            at == std::string::npos ? line : std::string(trim(std::string_view(line).substr(at + 3)));
        const std::string path = !file_url_path(url).empty()
                                     ? file_url_path(url)
                                     : (editable && line.find("://") == std::string::npos ? line : "");
        std::error_code error;
        if (!path.empty() && !fs::exists(root / path, error)) {  // a folder or file of the machine that wrote the lock
            if (editable && fs::path(path).filename() == root.filename()) {
                take_project(true);
                continue;
            }
            const std::string version = wheel_version(fs::path(path).filename().string());
            if (!version.empty() && !name.empty())
                line = name + "==" + version;
            else if (about.find("==") != std::string::npos)
                line = about;
            else if (!name.empty())
                line = name;
            else
                throw Error(fmt::format(
                    "the lock names {}, which does not exist here: replace that line by a name and a version", path));
            locked.notes.push_back(
                fmt::format("{} is not on this machine: {} is taken from the package index", path, line));
            if (line == name) locked.fidelity.push_back({name, "from " + path, "the newest of the package index"});
            add_requirement(line, false, root, locked.flat);
            continue;
        }
        if (line.starts_with("-")) {  // an option (pip freeze -r keeps them)
            const auto options = flatten({line}, root, "the lock");
            locked.flat.arguments.insert(locked.flat.arguments.end(), options.arguments.begin(),
                                         options.arguments.end());
            continue;
        }
        add_requirement(line, editable, root, locked.flat);
    }
    return locked;
}

Locked read_lock(const fs::path& file, FlatRequirements& extra, const Interpreter& interpreter, const fs::path& root,
                 const BuildOptions& options) {
    const fs::path lock = (root / file).lexically_normal();
    const std::string name = lock.filename().string();
    const auto text = read_file(lock);
    if (!text) throw Error(fmt::format("the lock {} cannot be read", lock.string()));
    if (name == "uv.lock") return read_uv_lock(lock, extra, interpreter, root, options);
    if (name.starts_with("pylock.") && name.ends_with(".toml")) return read_pylock(lock, interpreter, root, options);
    if (name == "poetry.lock" || name == "Pipfile.lock" || name == "pdm.lock" || name == "pixi.lock" ||
        name == "conda-lock.yml")
        throw Error(
            fmt::format("{} is a lock of another tool: export it as a requirements file (`poetry export`, `pdm "
                        "export`, `pipenv requirements`) "
                        "and name that",
                        name));
    return read_freeze(*text, root, declared_name(root));
}

}  // namespace testskew::environment
