#include "environment/resolve.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>

#include "environment/compile.hpp"
#include "environment/failure.hpp"
#include "environment/lock.hpp"
#include "environment/resolve_now.hpp"
#include "environment/uv.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

constexpr std::time_t day = std::time_t{24} * 60 * 60;

/// Returns the arguments of the requirements that also matter when distributions are installed.
std::vector<std::string> install_arguments(const std::vector<std::string>& arguments) {
    std::vector<std::string> result;
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--requirements" || arguments[i] == "--constraints")
            ++i;
        else
            result.push_back(arguments[i]);
    }
    return result;
}

/// Returns the names and digests of the files from which the metadata of a folder may come.
std::string metadata_text(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const char* name : {"pyproject.toml", "setup.py", "setup.cfg", "uv.toml", "hatch.toml", "poetry.lock"})
        files.push_back(folder / name);
    std::error_code error;
    for (const auto& place : {folder, folder / "requirements"})
        for (const auto& entry : fs::directory_iterator(place, error)) {
            const std::string extension = entry.path().extension().string();
            if ((extension == ".txt" || extension == ".in") && entry.is_regular_file(error))
                files.push_back(entry.path());
        }
    std::sort(files.begin(), files.end());
    std::string text;
    for (const auto& file : files)
        if (const auto content = read_file(file))
            text += "\n" + file.lexically_relative(folder).string() + "\n" + sha256(*content);
    return text;
}

/// Returns `text` without the path that the workspace has this time.
std::string independent_of(const fs::path& root, std::string text) {
    const std::string path = root.lexically_normal().string();
    if (path.size() < 2) return text;
    for (size_t at = 0; (at = text.find(path, at)) != std::string::npos; ++at)
        text.replace(at, path.size(), "{project}");
    return text;
}

/// Returns a key that depends on everything on which the result depends.
std::string key_of(const FlatRequirements& flat, const Asked& asked) {
    const auto& [profile, requirements, interpreter] = asked.side;
    std::string text = "resolution 1\n";
    for (const auto* list : {&flat.lines, &flat.constraints, &flat.arguments, &flat.groups, &asked.extra})
        text += join(*list, "\n") + "\n\n";
    for (const auto& [name, package] : asked.preferred) text += name + "==" + package.version + "\n";
    text = independent_of(asked.root, std::move(text));
    if (asked.installed) text += text_of(*asked.installed);
    if (requirements.lock) {
        const fs::path file = file_of_lock(*requirements.lock, asked.root);
        const auto content = read_file(file);
        // Without its content a kept resolution of another file of that name would be taken.
        if (!content) throw Error(fmt::format("the lock {} cannot be read, or is too large", file.string()));
        text += "lock " + requirements.lock->filename().string() + *content;
    }
    if (!requirements.with.empty()) text += "with\n" + join(requirements.with, "\n");
    if (requirements.locked) text += "locked\n" + join(*requirements.locked, "\n");
    text += metadata_text(asked.root);
    for (const auto& local : flat.local)
        if (local.path != asked.root) text += metadata_text(local.path);
    text += fmt::format("\n{}\n{}\n{}\n{}\n{}\n{}\n", profile.as_of.value_or(""), interpreter.version,
                        interpreter.implementation, interpreter.soabi, interpreter.platform, interpreter.libc);
    for (const auto& [name, version] : interpreter.seeds) text += name + "==" + version + "\n";
    text += std::to_string(static_cast<int>(profile.seed)) + "\n";
    return short_hash(text + index_key(environ_for_uv(asked.options)));
}

/// Returns a text such as "the 7 of .venv".
std::string packages_from(const Asked& asked) {
    if (!asked.installed) return "";
    const std::string& shown = asked.side.requirements.installed->shown;
    if (asked.installed->count == 0) return fmt::format("nothing is installed in {}", shown);
    return fmt::format("the {} of {}", asked.installed->count, shown);
}

Resolution with_kept(const KeptResolution& kept, const FlatRequirements& flat, const Asked& asked) {
    const SideRequest& side = asked.side;
    Resolution result;
    result.packages = kept.packages;
    result.local = kept.local;
    const Requirements& requirements = side.requirements;
    result.provenance = {requirements.origin, requirements.listed, packages_from(asked), kept.fidelity,
                         requirements.notes};
    auto& notes = result.provenance.notes;
    notes.insert(notes.end(), flat.notes.begin(), flat.notes.end());
    notes.insert(notes.end(), kept.notes.begin(), kept.notes.end());
    result.seed = side.profile.seed;
    result.arguments = install_arguments(flat.arguments);
    return result;
}

std::string date_of(std::time_t time) {
    std::tm parts{};
    char text[32];
    ::gmtime_r(&time, &parts);
    return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts));
}

}  // namespace

Resolution resolve(const SideRequest& side, const fs::path& root, const BuildOptions& options) {
    return resolve_with(side, {}, {}, root, options);
}

Resolution resolve_with(const SideRequest& side, const std::vector<std::string>& lines, const PackageSet& preferred,
                        const fs::path& root, const BuildOptions& options) {
    const auto& [profile, requirements, interpreter] = side;
    Asked asked{side, lines, preferred, root, options};
    if (options.project.empty()) asked.options.project = root;
    FlatRequirements flat =
        flatten(requirements.lines, root, requirements.origin.empty() ? "requirements" : requirements.origin);
    for (const auto& line : lines) add_requirement(line, false, root, flat);
    if (requirements.installed) asked.installed = read_virtual_environment(*requirements.installed, root);
    const std::string key = key_of(flat, asked);
    const auto kept = kept_resolution(key);
    // If the day is today or in the future, the index still changes what it holds.
    const bool settled = requirements.lock || requirements.locked ||
                         (profile.as_of && profile.as_of->substr(0, 10) < date_of(std::time(nullptr)));
    const bool fresh = kept && !options.refresh && (settled || std::time(nullptr) - kept->time < day);
    if (kept && (fresh || options.offline)) return with_kept(*kept, flat, asked);
    try {
        const KeptResolution now = resolve_now(flat, asked);
        keep_resolution(key, now);
        return with_kept(now, flat, asked);
    } catch (const BuildError& error) {
        if (!error.failure.network || !kept || options.refresh) throw;
        Resolution old = with_kept(*kept, flat, asked);
        old.provenance.notes.push_back(
            fmt::format("the package index could not be reached: the versions of {} are used", date_of(kept->time)));
        return old;
    }
}

PackageSet resolve_lines(const std::vector<std::string>& lines, const PackageSet& preferred,
                         const std::vector<std::string>& arguments, const Interpreter& interpreter,
                         const BuildOptions& options, const std::string& what) {
    CompileRequest request;
    request.flat.lines = lines;
    request.preferred = preferred;
    request.arguments = arguments;
    request.what = what;
    const fs::path root = options.project.empty() ? fs::path("/") : options.project;
    return compile(request, interpreter, root, options).packages;
}

}  // namespace testskew::environment
