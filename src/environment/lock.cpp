#include "environment/lock.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "environment/freeze.hpp"
#include "environment/recorded.hpp"
#include "environment/uv.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/recording_name.hpp"
#include "util/requirement.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

void make_relative_to(const fs::path& root, FlatRequirements& flat) {
    for (auto& local : flat.local) local.install.path = local.path.lexically_relative(root.lexically_normal()).string();
}

/// Reads the lock with `uv export`. It removes the extras and the groups of the lock's own project from `extra`.
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

/// Reads the lock by what uv would install from it.
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

fs::path file_of_lock(const fs::path& lock, const fs::path& root) {
    const RecordingName recording = recording_name(lock.string());
    return (root / (recording.names_one() ? fs::path(recording.path) : lock)).lexically_normal();
}

Locked read_lock(const fs::path& file, FlatRequirements& extra, const Interpreter& interpreter, const fs::path& root,
                 const BuildOptions& options) {
    const RecordingName recording = recording_name(file.string());
    const fs::path lock = file_of_lock(file, root);
    const std::string name = lock.filename().string();
    const auto text = read_file(lock);
    if (!text) throw Error(fmt::format("the lock {} cannot be read", lock.string()));
    if (name == "uv.lock") return read_uv_lock(lock, extra, interpreter, root, options);
    if (name.starts_with("pylock.") && name.ends_with(".toml")) return read_pylock(lock, interpreter, root, options);
    if (name == "pixi.lock" || name == "conda-lock.yml")
        throw Error(fmt::format("{} is a lock of conda packages: name a requirements file instead", name));
    if (recording.names_one())
        return read_freeze(recorded_freeze(*text, name, recording.number()), root, declared_name(root));
    return read_freeze(*text, root, declared_name(root));
}

}  // namespace testskew::environment
