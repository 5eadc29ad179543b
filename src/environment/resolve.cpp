#include "environment/resolve.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <set>

#include "environment/compile.hpp"
#include "environment/failure.hpp"
#include "environment/kept_resolution.hpp"
#include "environment/lock.hpp"
#include "environment/unavailable.hpp"
#include "environment/uv.hpp"
#include "environment/virtual_environment.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

constexpr std::time_t day = std::time_t{24} * 60 * 60;

/// What is to be resolved for one side, and how.
struct Asked {
    const SideRequest& side;
    const std::vector<std::string>& extra;  ///< Lines in addition to the requirements.
    const PackageSet& preferred;            ///< Versions that are taken if they fit.
    const fs::path& root;                   ///< The project as uv's children see it.
    BuildOptions options;
    std::optional<InstalledPackages> installed = {};  ///< The packages of Requirements::installed.
};

std::string what_of(const SideRequest& side) {
    return fmt::format("the requirements of profile {} (Python {}) cannot be resolved", side.profile.name,
                       side.interpreter.version);
}

/// Returns the end of a day in UTC. uv would take a bare date in the time zone of the machine.
std::string end_of(const std::string& as_of) {
    return as_of.size() == 10 && as_of.find('T') == std::string::npos ? as_of + "T23:59:59Z" : as_of;
}

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
    if (requirements.lock)
        text +=
            "lock " + requirements.lock->filename().string() + read_file(asked.root / *requirements.lock).value_or("");
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

void merge(FlatRequirements& into, const FlatRequirements& other) {
    into.lines.insert(into.lines.end(), other.lines.begin(), other.lines.end());
    into.constraints.insert(into.constraints.end(), other.constraints.begin(), other.constraints.end());
    into.arguments.insert(into.arguments.end(), other.arguments.begin(), other.arguments.end());
    into.groups.insert(into.groups.end(), other.groups.begin(), other.groups.end());
    into.local.insert(into.local.end(), other.local.begin(), other.local.end());
    into.notes.insert(into.notes.end(), other.notes.begin(), other.notes.end());
}

/// Returns what `python -m venv` would have installed before the requirements. It stays unless they ask for something
/// else.
PackageSet seeds_of(const SideRequest& side) {
    PackageSet seeds;
    if (side.profile.seed != Seed::venv || side.requirements.installed) return seeds;
    for (const auto& [name, version] : side.interpreter.seeds)
        if (name == "pip" || name == "setuptools") seeds[name] = {version, name + "==" + version};
    return seeds;
}

/// Puts the lines of Requirements::with in the place of what the others say of the same packages.
void put_with(const std::vector<std::string>& with, const fs::path& root, CompileRequest& request) {
    if (with.empty()) return;
    auto& lines = request.flat.lines;
    for (const auto& line : with) {
        const std::string name = requirement_name(line);
        std::erase_if(lines,
                      [&](const std::string& other) { return !name.empty() && requirement_name(other) == name; });
        add_requirement(line, false, root, request.flat);
        // An override also wins over what other packages require. It has no extras.
        if (name.empty() || line.find(" @ ") != std::string::npos) continue;
        request.overrides.push_back(name + line.substr(std::min(line.find_first_of("<>=!~;"), line.size())));
    }
    request.dependencies = true;
}

/// Finds the packages of a virtual environment again, each at its version and nothing else. Further lines are resolved
/// beside them and change none of them.
KeptResolution resolve_installed(const FlatRequirements& flat, const Asked& asked) {
    const auto& with = asked.side.requirements.with;
    const Interpreter& interpreter = asked.side.interpreter;
    KeptResolution kept;
    kept.notes = asked.installed->notes;
    kept.local = asked.installed->local;
    kept.packages = available(
        *asked.installed,
        [&](const std::vector<std::string>& lines) {
            CompileRequest request;
            request.flat.lines = lines;
            request.dependencies = false;
            request.what = what_of(asked.side);
            return compile(request, interpreter, asked.root, asked.options).packages;
        },
        kept.notes, kept.fidelity);
    CompileRequest request;
    request.flat = flat;
    request.preferred = asked.preferred;
    request.what = what_of(asked.side);
    for (const auto& line : with) kept.packages.erase(requirement_name(line));
    for (const auto& [name, package] : kept.packages)
        if (package.requirement.find(" @ ") == std::string::npos)
            request.flat.constraints.push_back(package.requirement);
    const PackageSet added = compile(request, interpreter, asked.root, asked.options).packages;
    kept.packages.insert(added.begin(), added.end());
    if (asked.side.profile.as_of)
        kept.notes.push_back(
            fmt::format("as_of has no effect: {} says the versions", asked.side.requirements.installed->shown));
    kept.time = std::time(nullptr);
    return kept;
}

/// Returns a text such as "the 7 of .venv".
std::string packages_from(const Asked& asked) {
    if (!asked.installed) return "";
    const std::string& shown = asked.side.requirements.installed->shown;
    if (asked.installed->count == 0) return fmt::format("nothing is installed in {}", shown);
    return fmt::format("the {} of {}", asked.installed->count, shown);
}

/// Resolves the lines of another tool's lock. What they need and the lock does not hold is added, as for a Python for
/// which the lock was not made; if that contradicts the lock, nothing is added.
Compiled compile_locked(CompileRequest request, const Asked& asked, std::vector<std::string>& notes) {
    const Interpreter& interpreter = asked.side.interpreter;
    const bool needed = request.dependencies;
    std::set<std::string> named;
    for (const auto& line : request.flat.lines) named.insert(requirement_name(line));
    try {
        request.dependencies = true;
        Compiled compiled = compile(request, interpreter, asked.root, asked.options);
        std::vector<std::string> added;
        for (const auto& [name, package] : compiled.packages)
            if (!named.count(name)) added.push_back(name);
        const std::string& origin = asked.side.requirements.origin;
        if (!added.empty() && !needed)
            notes.push_back(fmt::format("{} lacks {}, which it needs on Python {}: added",
                                        origin.substr(0, origin.find(' ')), enumerated(added), interpreter.version));
        return compiled;
    } catch (const BuildError& error) {
        if (needed || error.failure.network) throw;
        request.dependencies = false;
        return compile(request, interpreter, asked.root, asked.options);
    }
}

/// Asks uv for a resolution.
KeptResolution resolve_now(FlatRequirements flat, const Asked& asked) {
    const auto& [profile, requirements, interpreter] = asked.side;
    if (asked.installed) {
        for (const auto& line : requirements.with) add_requirement(line, false, asked.root, flat);
        return resolve_installed(flat, asked);
    }
    KeptResolution kept;
    CompileRequest request;
    request.what = what_of(asked.side);
    request.preferred = asked.preferred;
    if (requirements.lock) {
        Locked locked = read_lock(*requirements.lock, flat, interpreter, asked.root, asked.options);
        kept.notes = std::move(locked.notes);
        kept.fidelity = std::move(locked.fidelity);
        request.dependencies = !flat.lines.empty() || !flat.groups.empty();
        merge(locked.flat, flat);
        flat = std::move(locked.flat);
        if (profile.as_of)
            kept.notes.push_back(
                fmt::format("as_of has no effect: {} says the versions", requirements.lock->filename().string()));
    } else if (requirements.locked) {
        FlatRequirements locked = flatten(*requirements.locked, asked.root, requirements.origin);
        request.dependencies = !flat.lines.empty() || !flat.groups.empty();
        merge(locked, flat);
        flat = std::move(locked);
        if (profile.as_of) kept.notes.push_back("as_of has no effect: the lock says the versions");
    } else if (profile.as_of) {
        request.exclude_newer = end_of(*profile.as_of);
    }
    request.flat = std::move(flat);
    put_with(requirements.with, asked.root, request);
    const PackageSet seeds = seeds_of(asked.side);
    request.preferred.insert(seeds.begin(), seeds.end());
    Compiled compiled = requirements.locked ? compile_locked(request, asked, kept.notes)
                                            : compile(request, interpreter, asked.root, asked.options);
    kept.packages = std::move(compiled.packages);
    kept.packages.insert(seeds.begin(), seeds.end());
    kept.local = std::move(compiled.local);
    if (profile.seed == Seed::venv && interpreter.seeds.empty())
        kept.fidelity.push_back({"seed", "venv", "nothing: this Python has no ensurepip"});
    kept.time = std::time(nullptr);
    return kept;
}

Resolution with_kept(const KeptResolution& kept, const FlatRequirements& flat, const Asked& asked) {
    const SideRequest& side = asked.side;
    Resolution result;
    result.packages = kept.packages;
    result.local = kept.local;
    result.notes = side.requirements.notes;
    result.notes.insert(result.notes.end(), flat.notes.begin(), flat.notes.end());
    result.notes.insert(result.notes.end(), kept.notes.begin(), kept.notes.end());
    result.fidelity = kept.fidelity;
    result.origin = side.requirements.origin;
    result.packages_from = packages_from(asked);
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
        old.notes.push_back(
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
