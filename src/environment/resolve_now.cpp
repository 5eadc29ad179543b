#include "environment/resolve_now.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "environment/compile.hpp"
#include "environment/failure.hpp"
#include "environment/lock.hpp"
#include "environment/unavailable.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

std::string what_of(const SideRequest& side) {
    return fmt::format("the requirements of profile {} (Python {}) cannot be resolved", side.profile.name,
                       side.interpreter.version);
}

/// Returns the end of a day in UTC. uv would take a bare date in the time zone of the machine.
std::string end_of(const std::string& as_of) {
    return as_of.size() == 10 && as_of.find('T') == std::string::npos ? as_of + "T23:59:59Z" : as_of;
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
        if (!added.empty() && !needed)
            notes.push_back(fmt::format("{} lacks {}, which it needs on Python {}: added",
                                        asked.side.requirements.locked_by, enumerated(added), interpreter.version));
        return compiled;
    } catch (const BuildError& error) {
        if (needed || error.failure.network) throw;
        request.dependencies = false;
        return compile(request, interpreter, asked.root, asked.options);
    }
}

}  // namespace

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

}  // namespace testskew::environment
