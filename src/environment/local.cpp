#include "environment/local.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "environment/failure.hpp"
#include "environment/install.hpp"
#include "environment/installed.hpp"
#include "environment/uv.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

fs::path folder_of(const LocalInstall& local, const fs::path& project) {
    return (project / local.path).lexically_normal();
}

std::string key_of(const Environment& third_party, const LocalPlace& place, const std::string& project) {
    std::string text = "local 1\n" + third_party.key + "\n" + project + "\n" + place.stamp + "\n";
    for (const auto& local : third_party.local)
        text += fmt::format("{} {} {}\n", local.path, local.editable, join(local.extras, ","));
    return short_hash(text);
}

/// A kept environment with the same third-party set and files, for another path of the project.
std::optional<std::string> twin(const Environment& third_party, const LocalPlace& place) {
    for (const auto& cached : list()) {
        const auto stamp = read_stamp(Place(cached.key).stamp);
        // What lies outside the project keeps its path, so the twin must have been made for exactly this set of
        // folders.
        if (stamp && stamp->base == third_party.key && stamp->project_stamp == place.stamp && !stamp->project.empty() &&
            cached.key == key_of(third_party, place, stamp->project))
            return cached.key;
    }
    return std::nullopt;
}

bool build_twin(const std::string& key, const Place& to, const LocalPlace& place) {
    const Place from(key);
    mark_used(key);
    const auto stamp = ready(from);
    if (!stamp || tree_digest(from.folder) != stamp->tree) return false;
    clone(from.folder, to.folder);
    repoint(site_packages(to.folder), stamp->project, place.project.string());
    return true;
}

void build_here(const Environment& third_party, const Place& to, const LocalPlace& place,
                const BuildOptions& options_) {
    clone(third_party.path, to.folder);
    BuildOptions options = options_;
    options.project = place.project;
    options.before_exec = place.before_exec;
    std::vector<std::string> arguments{"pip",       "install",  "--quiet",
                                       "--no-deps", "--python", (to.folder / "bin" / "python").string()};
    bool all_named = true;
    for (const auto& local : third_party.local) {
        const std::string folder = folder_of(local, place.project).string();
        if (local.editable) arguments.push_back("--editable");
        arguments.push_back(folder);
        // uv keeps built wheels by the time of a few files only; a name is reinstalled from its folder.
        if (local.name.empty())
            all_named = false;
        else
            arguments.insert(arguments.end(), {"--reinstall-package", local.name});
    }
    if (!all_named) arguments.push_back("--reinstall");
    arguments.insert(arguments.end(), third_party.install_arguments.begin(), third_party.install_arguments.end());
    const auto exit = run_uv(arguments, options, true);
    if (!exit.ok())
        fail_build(fmt::format("the project cannot be installed for Python {}", third_party.interpreter.version), exit);
}

}  // namespace

void repoint(const fs::path& site, const std::string& from, const std::string& to) {
    const auto rewrite = [&](const fs::path& file) {
        const auto text = read_file(file);
        if (!text || text->find(from) == std::string::npos) return;
        std::string result;
        size_t at = 0;
        while (true) {
            const size_t next = text->find(from, at);
            if (next == std::string::npos) break;
            const size_t after = next + from.size();
            // "/tmp/a" is not meant by "/tmp/ab".
            const bool whole =
                after >= text->size() || !(std::isalnum(static_cast<unsigned char>((*text)[after])) ||
                                           (*text)[after] == '_' || (*text)[after] == '-' || (*text)[after] == '.');
            result += text->substr(at, next - at) + (whole ? to : from);
            at = after;
        }
        write_file(file, result + text->substr(at));
    };
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(site, error)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".pth") || name.ends_with(".egg-link") || (name.starts_with("_") && name.ends_with(".py")))
            rewrite(entry.path());
        else if (name.ends_with(".dist-info"))
            rewrite(entry.path() / "direct_url.json");
    }
}

Environment install_local(const Environment& third_party, const LocalPlace& place, const BuildOptions& options,
                          const Progress& progress) {
    if (third_party.local.empty()) return third_party;
    const std::string key = key_of(third_party, place, place.project.string());
    const Place to(key);
    Environment result = third_party;
    result.key = key;
    result.path = to.folder;
    if (ready(to)) {
        mark_used(key);
        return result;
    }
    const FileLock lock(to.lock);
    if (ready(to)) {
        mark_used(key);
        return result;
    }
    discard(to);
    try {
        if (progress) progress("install the project");
        bool made = false;
        if (const auto other = twin(third_party, place)) {
            made = build_twin(*other, to, place);
            if (!made) discard(to);
        }
        if (!made) build_here(third_party, to, place, options);
        Stamp stamp;
        stamp.interpreter = third_party.interpreter.executable;
        stamp.build = third_party.interpreter.build;
        stamp.version = third_party.interpreter.version;
        stamp.maker = maker_of(to.folder);
        stamp.base = third_party.key;
        stamp.project = place.project.string();
        stamp.project_stamp = place.stamp;
        stamp.packages = third_party.packages;
        finish(to, stamp);
    } catch (...) {
        discard(to);
        throw;
    }
    mark_used(key);
    return result;
}

}  // namespace testskew::environment
