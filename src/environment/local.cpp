#include "environment/local.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "environment/cached.hpp"
#include "environment/environment_folder.hpp"
#include "environment/installed.hpp"
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

/// Returns the folder of a kept environment with the same third-party set and the same files, but for another path of
/// the project.
std::optional<EnvironmentFolder> twin(const Environment& third_party, const LocalPlace& place) {
    for (const std::string& key : last_used(most_looked_at)) {
        EnvironmentFolder folder(key);
        const auto stamp = folder.stamp();
        // What lies outside the project keeps its path, so the twin must have been made for exactly these folders.
        if (stamp && stamp->base == third_party.key && stamp->project_stamp == place.stamp && !stamp->project.empty() &&
            key == key_of(third_party, place, stamp->project))
            return folder;
    }
    return std::nullopt;
}

/// Fills the folder from a twin. Returns false, with nothing left in the folder, if there is no twin that can be
/// trusted.
bool fill_from_twin(const Environment& third_party, const LocalPlace& place, const EnvironmentFolder& folder) {
    const auto other = twin(third_party, place);
    if (!other) return false;
    other->mark_used();
    const auto stamp = other->intact();
    if (!stamp) return false;
    folder.clone_from(other->path(), false);
    repoint(site_packages(folder.path()), stamp->project, place.project.string());
    repoint_links(folder.built_files(), stamp->project, place.project.string());
    return true;
}

/// Held while a backend builds the project that is seen at this path. uv keeps what a backend makes by path: of two
/// that build one path at once, for whatever environments and interpreters, the second takes what the first has made.
/// Then no backend has run in its workspace, and what a build writes into the tree is missing there.
FileLock turn_to_build(const fs::path& project) {
    const fs::path turns = cache_directory() / "building";
    std::error_code ignored;  // a folder that cannot be made shows itself when the lock is taken
    fs::create_directories(turns, ignored);
    return FileLock(turns / (short_hash(project.string()) + ".lock"));
}

/// Fills the folder by installing the local folders on top of the third-party environment.
void fill_here(const Environment& third_party, const LocalPlace& place, const BuildOptions& asked,
               const EnvironmentFolder& folder) {
    folder.clone_from(third_party.path, asked.own_files);
    BuildOptions options = asked;
    options.project = place.project;
    options.entrance = place.entrance;
    std::vector<std::string> arguments;
    bool all_named = true;
    for (const auto& local : third_party.local) {
        if (local.editable) arguments.push_back("--editable");
        arguments.push_back(folder_of(local, place.project).string());
        // uv decides whether a wheel that it keeps is current by the times of only a few files. A name that is given is
        // installed from its folder again.
        if (local.name.empty())
            all_named = false;
        else
            arguments.insert(arguments.end(), {"--reinstall-package", local.name});
    }
    if (!all_named) arguments.push_back("--reinstall");
    arguments.insert(arguments.end(), third_party.install_arguments.begin(), third_party.install_arguments.end());
    const FileLock turn = turn_to_build(place.project);
    const auto save = place.watch_writes ? place.watch_writes() : nullptr;
    folder.install_folders(
        arguments, fmt::format("the project cannot be installed for Python {}", third_party.interpreter.version),
        options);
    if (save) save(folder.built_files());
}

/// Returns `text` with the path `from` replaced by `to`, also if it is the beginning of a longer path. "/tmp/ab" does
/// not begin with the path "/tmp/a".
std::string with_path_replaced(const std::string& text, const std::string& from, const std::string& to) {
    std::string result;
    size_t at = 0;
    while (true) {
        const size_t next = text.find(from, at);
        if (next == std::string::npos) return result + text.substr(at);
        const size_t after = next + from.size();
        const char following = after < text.size() ? text[after] : '/';
        const bool whole = !std::isalnum(static_cast<unsigned char>(following)) && following != '_' &&
                           following != '-' && following != '.';
        result += text.substr(at, next - at) + (whole ? to : from);
        at = after;
    }
}

}  // namespace

void repoint(const fs::path& site, const std::string& from, const std::string& to) {
    const auto rewrite = [&](const fs::path& file) {
        const auto text = read_file(file);
        if (text && text->find(from) != std::string::npos) write_file(file, with_path_replaced(*text, from, to));
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

void repoint_links(const fs::path& folder, const std::string& from, const std::string& to) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (!it->is_symlink()) continue;
        const std::string target = fs::read_symlink(it->path()).string();
        const std::string wanted = with_path_replaced(target, from, to);
        if (wanted == target) continue;
        fs::remove(it->path());
        fs::create_symlink(wanted, it->path());
    }
}

Environment install_local(const Environment& third_party, const LocalPlace& place, const BuildOptions& options,
                          const Progress& progress) {
    if (third_party.local.empty()) return third_party;
    // With files of its own, each session has a copy that is made to name its own path (SessionEnvironment).
    EnvironmentFolder folder(key_of(third_party, place, options.own_files ? "" : place.project.string()));
    folder.obtain([&] {
        if (progress) progress("install the project");
        if (options.own_files || !fill_from_twin(third_party, place, folder))
            fill_here(third_party, place, options, folder);
        Stamp stamp;
        stamp.interpreter = third_party.interpreter.executable;
        stamp.build = third_party.interpreter.build;
        stamp.version = third_party.interpreter.version;
        stamp.maker = folder.maker();
        stamp.own_files = options.own_files;
        stamp.base = third_party.key;
        stamp.project = place.project.string();
        stamp.project_stamp = place.stamp;
        stamp.packages = third_party.packages;
        return stamp;
    });
    Environment result = third_party;
    result.key = folder.key();
    result.path = folder.path();
    if (fs::exists(folder.built_files())) result.built_files = folder.built_files();
    return result;
}

}  // namespace testskew::environment
