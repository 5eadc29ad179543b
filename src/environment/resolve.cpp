#include "environment/resolve.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>

#include "environment/compile.hpp"
#include "environment/failure.hpp"
#include "environment/kept.hpp"
#include "environment/lock.hpp"
#include "environment/uv.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

constexpr std::time_t day = 24 * 60 * 60;

std::string what_of(const Profile& profile, const Interpreter& interpreter) {
    return fmt::format("the requirements of profile {} (Python {}) cannot be resolved", profile.name,
                       interpreter.version);
}

/// The end of that day in UTC: uv would take a bare date in the machine's own time zone.
std::string end_of(const std::string& as_of) {
    return as_of.size() == 10 && as_of.find('T') == std::string::npos ? as_of + "T23:59:59Z" : as_of;
}

/// Requirement arguments that matter when distributions are installed, too.
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

/// The files of a folder that its metadata may come from.
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

/// Without the path at which this session's workspace happens to be.
std::string independent_of(const fs::path& root, std::string text) {
    const std::string path = root.lexically_normal().string();
    if (path.size() < 2) return text;
    for (size_t at = 0; (at = text.find(path, at)) != std::string::npos; ++at)
        text.replace(at, path.size(), "{project}");
    return text;
}

std::string key_of(const FlatRequirements& flat, const Profile& profile, const Requirements& requirements,
                   const Interpreter& interpreter, const fs::path& root, const BuildOptions& options,
                   const std::vector<std::string>& extra, const PackageSet& preferred) {
    std::string text = "resolution 1\n";
    for (const auto* list : {&flat.lines, &flat.constraints, &flat.arguments, &flat.groups, &extra})
        text += join(*list, "\n") + "\n\n";
    for (const auto& [name, package] : preferred) text += name + "==" + package.version + "\n";
    text = independent_of(root, std::move(text));
    if (requirements.lock)
        text += "lock " + requirements.lock->filename().string() + read_file(root / *requirements.lock).value_or("");
    text += metadata_text(root);
    for (const auto& local : flat.local)
        if (local.path != root) text += metadata_text(local.path);
    text += fmt::format("\n{}\n{}\n{}\n{}\n{}\n{}\n", profile.as_of.value_or(""), interpreter.version,
                        interpreter.implementation, interpreter.soabi, interpreter.platform, interpreter.libc);
    for (const auto& [name, version] : interpreter.seeds) text += name + "==" + version + "\n";
    text += std::to_string(static_cast<int>(profile.seed)) + "\n";
    return short_hash(text + index_key(environ_for_uv(options)));
}

void merge(FlatRequirements& into, const FlatRequirements& other) {
    into.lines.insert(into.lines.end(), other.lines.begin(), other.lines.end());
    into.constraints.insert(into.constraints.end(), other.constraints.begin(), other.constraints.end());
    into.arguments.insert(into.arguments.end(), other.arguments.begin(), other.arguments.end());
    into.groups.insert(into.groups.end(), other.groups.begin(), other.groups.end());
    into.local.insert(into.local.end(), other.local.begin(), other.local.end());
    into.notes.insert(into.notes.end(), other.notes.begin(), other.notes.end());
}

/// What `python -m venv` would have installed before the requirements: it stays where they are content with it.
PackageSet seeds_of(const Profile& profile, const Interpreter& interpreter) {
    PackageSet seeds;
    if (profile.seed != Seed::venv) return seeds;
    for (const auto& [name, version] : interpreter.seeds)
        if (name == "pip" || name == "setuptools") seeds[name] = {version, name + "==" + version};
    return seeds;
}

KeptResolution resolve_now(FlatRequirements flat, const Profile& profile, const Requirements& requirements,
                           const Interpreter& interpreter, const fs::path& root, const BuildOptions& options,
                           const PackageSet& preferred) {
    KeptResolution kept;
    CompileRequest request;
    request.what = what_of(profile, interpreter);
    request.preferred = preferred;
    if (requirements.lock) {
        Locked locked = read_lock(*requirements.lock, flat, interpreter, root, options);
        kept.notes = std::move(locked.notes);
        kept.fidelity = std::move(locked.fidelity);
        request.dependencies = !flat.lines.empty() || !flat.groups.empty();
        merge(locked.flat, flat);
        flat = std::move(locked.flat);
        if (profile.as_of)
            kept.notes.push_back(
                fmt::format("as_of has no effect: {} says the versions", requirements.lock->filename().string()));
    } else if (profile.as_of) {
        request.exclude_newer = end_of(*profile.as_of);
    }
    request.flat = std::move(flat);
    const PackageSet seeds = seeds_of(profile, interpreter);
    request.preferred.insert(seeds.begin(), seeds.end());
    Compiled compiled = compile(request, interpreter, root, options);
    kept.packages = std::move(compiled.packages);
    kept.packages.insert(seeds.begin(), seeds.end());
    kept.local = std::move(compiled.local);
    if (profile.seed == Seed::venv && interpreter.seeds.empty())
        kept.fidelity.push_back({"seed", "venv", "nothing: this Python has no ensurepip"});
    kept.time = std::time(nullptr);
    return kept;
}

Resolution with_kept(const KeptResolution& kept, const FlatRequirements& flat, const Profile& profile,
                     const Requirements& requirements) {
    Resolution result;
    result.packages = kept.packages;
    result.local = kept.local;
    result.notes = flat.notes;
    result.notes.insert(result.notes.end(), kept.notes.begin(), kept.notes.end());
    result.fidelity = kept.fidelity;
    result.origin = requirements.origin;
    result.seed = profile.seed;
    result.arguments = install_arguments(flat.arguments);
    return result;
}

std::string date_of(std::time_t time) {
    std::tm parts{};
    char text[32];
    ::gmtime_r(&time, &parts);
    return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts));
}

Resolution resolve_with(const Profile& profile, const Requirements& requirements, const Interpreter& interpreter,
                        const fs::path& root, const BuildOptions& options_, const std::vector<std::string>& extra,
                        const PackageSet& preferred) {
    BuildOptions options = options_;
    if (options.project.empty()) options.project = root;
    FlatRequirements flat =
        flatten(requirements.lines, root, requirements.origin.empty() ? "requirements" : requirements.origin);
    for (const auto& line : extra) add_requirement(line, false, root, flat);
    const std::string key = key_of(flat, profile, requirements, interpreter, root, options, extra, preferred);
    const auto kept = kept_resolution(key);
    // The index still changes what a day in the future, or today, holds.
    const bool settled =
        requirements.lock.has_value() || (profile.as_of && profile.as_of->substr(0, 10) < date_of(std::time(nullptr)));
    const bool fresh = kept && !options.refresh && (settled || std::time(nullptr) - kept->time < day);
    if (kept && (fresh || options.offline)) return with_kept(*kept, flat, profile, requirements);
    try {
        const KeptResolution now = resolve_now(flat, profile, requirements, interpreter, root, options, preferred);
        keep_resolution(key, now);
        return with_kept(now, flat, profile, requirements);
    } catch (const BuildError& error) {
        if (!error.failure.network || !kept || options.refresh) throw;
        Resolution old = with_kept(*kept, flat, profile, requirements);
        old.notes.push_back(
            fmt::format("the package index could not be reached: the versions of {} are used", date_of(kept->time)));
        return old;
    }
}

Resolution with_pytest(const Side& side, const Resolution& before, const std::string& version, const fs::path& root,
                       const BuildOptions& options) {
    const std::string line = version.empty() ? "pytest" : "pytest==" + version;
    Resolution after =
        resolve_with(side.profile, side.requirements, side.interpreter, root, options, {line}, before.packages);
    after.notes.push_back(
        fmt::format("pytest is not in the requirements: {} was added", after.packages["pytest"].version));
    return after;
}

bool has_pytest(const Resolution& resolution) { return resolution.packages.count("pytest") > 0; }

std::string pytest_of(const Resolution& resolution) {
    const auto it = resolution.packages.find("pytest");
    return it == resolution.packages.end() ? "" : it->second.version;
}

/// `version` where it fits this side, else nullopt.
std::optional<Resolution> try_pytest(const Side& side, const Resolution& before, const std::string& version,
                                     const fs::path& root, const BuildOptions& options) {
    try {
        return with_pytest(side, before, version, root, options);
    } catch (const BuildError& error) {
        if (error.failure.network) throw;
        return std::nullopt;
    }
}

}  // namespace

Resolution resolve(const Profile& profile, const Requirements& requirements, const Interpreter& interpreter,
                   const fs::path& root, const BuildOptions& options) {
    return resolve_with(profile, requirements, interpreter, root, options, {}, {});
}

void add_pytest(const Side& side, Resolution& resolution, const fs::path& root, const BuildOptions& options) {
    if (!has_pytest(resolution)) resolution = with_pytest(side, resolution, "", root, options);
}

void add_pytest(const Side& bad, Resolution& bad_resolution, const Side& good, Resolution& good_resolution,
                const fs::path& root, const BuildOptions& options) {
    if (has_pytest(bad_resolution) && has_pytest(good_resolution)) return;
    const bool bad_first =
        has_pytest(bad_resolution) || (!has_pytest(good_resolution) && bad.interpreter.minor <= good.interpreter.minor);
    const Side& first = bad_first ? bad : good;
    const Side& second = bad_first ? good : bad;
    Resolution& first_resolution = bad_first ? bad_resolution : good_resolution;
    Resolution& second_resolution = bad_first ? good_resolution : bad_resolution;
    const bool given = has_pytest(first_resolution);
    const Resolution first_before = first_resolution;
    if (!given) first_resolution = with_pytest(first, first_before, "", root, options);
    if (auto same = try_pytest(second, second_resolution, pytest_of(first_resolution), root, options)) {
        second_resolution = std::move(*same);
        return;
    }
    second_resolution = with_pytest(second, second_resolution, "", root, options);
    if (!given) {
        if (auto same = try_pytest(first, first_before, pytest_of(second_resolution), root, options)) {
            first_resolution = std::move(*same);
            return;
        }
    }
    const std::string note =
        fmt::format("no version of pytest fits both sides: {} in {}, {} in {}", pytest_of(first_resolution),
                    first.profile.name, pytest_of(second_resolution), second.profile.name);
    first_resolution.notes.push_back(note);
    second_resolution.notes.push_back(note);
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
