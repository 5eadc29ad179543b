#include "environment/build.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "environment/failure.hpp"
#include "environment/install.hpp"
#include "environment/installed.hpp"
#include "environment/uv.hpp"
#include "process/process.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// What an environment is made of, and so the name under which it is kept.
struct Plan {
    const Interpreter& interpreter;
    const PackageSet& packages;
    std::string maker;
    const std::vector<std::string>& arguments;
    int copy = 0;
};

std::string key_of(const Plan& plan) {
    std::string text = fmt::format("environment 1\n{}\n{}\n{}\n{}\n", plan.maker, plan.interpreter.executable,
                                   plan.interpreter.build, plan.interpreter.soabi);
    for (size_t i = 0; i + 1 < plan.arguments.size(); ++i)
        if (plan.arguments[i] == "--no-binary" || plan.arguments[i] == "--only-binary")
            text += plan.arguments[i] + " " + plan.arguments[i + 1] + "\n";
    for (const auto& [name, package] : plan.packages) {
        const std::string line = line_of(name, package);
        text += name + " " + line + "\n";
        std::error_code error;  // a wheel on this disk may be another one tomorrow
        if (const size_t at = line.find("file:"); at != std::string::npos) {
            const fs::path file = file_url_path(line.substr(at));
            text += fmt::format("{} {}\n", fs::file_size(file, error),
                                fs::last_write_time(file, error).time_since_epoch().count());
        }
    }
    if (plan.copy) text += fmt::format("copy {}\n", plan.copy);
    return short_hash(text);
}

Environment environment_of(const std::string& key, const Plan& plan, const Stamp& stamp) {
    Environment environment;
    environment.key = key;
    environment.path = Place(key).folder;
    environment.interpreter = plan.interpreter;
    environment.packages = stamp.packages;
    environment.install_arguments = plan.arguments;
    environment.copy = plan.copy;
    return environment;
}

std::string what_of(const Interpreter& interpreter) {
    return fmt::format("the environment for Python {} cannot be built", interpreter.version);
}

/// What is installed now, under the names and lines of the plan. Throws BuildError where something is missing or in
/// excess.
PackageSet as_installed(const fs::path& folder, const Plan& plan) {
    PackageSet result;
    const PackageSet found = installed(folder);
    for (const auto& [name, package] : plan.packages) {
        const auto it = found.find(name);
        if (it == found.end())
            throw BuildError(fmt::format("{}: {} was installed and is not there", what_of(plan.interpreter), name),
                             {name + " is missing", {name}, false, false});
        result[name] = {it->second.version, line_of(name, package)};
    }
    return result;
}

Stamp stamp_of(const Plan& plan) {
    Stamp stamp;
    stamp.interpreter = plan.interpreter.executable;
    stamp.build = plan.interpreter.build;
    stamp.version = plan.interpreter.version;
    stamp.maker = plan.maker;
    return stamp;
}

Environment make(const Plan& plan, bool from_scratch, const BuildOptions& options, const Progress& progress);

/// The part of the packages that ensurepip bundles for this interpreter in just that version.
PackageSet bundled_of(const Plan& plan) {
    PackageSet seeds;
    for (const auto& [name, package] : plan.packages) {
        const auto seed = plan.interpreter.seeds.find(name);
        if (seed != plan.interpreter.seeds.end() && line_of(name, package) == name + "==" + seed->second)
            seeds.emplace(name, package);
    }
    return seeds;
}

std::vector<std::string> lines_of(const PackageSet& packages, const PackageSet& without) {
    std::vector<std::string> lines;
    for (const auto& [name, package] : packages)
        if (!without.count(name)) lines.push_back(line_of(name, package));
    return lines;
}

/// Compiling pip and setuptools takes seconds, so an environment of the seeds alone is kept for each interpreter, and
/// every other one with these seeds begins as its clone.
void build_from_scratch(const Place& place, const Plan& plan, const BuildOptions& options, const Progress& progress) {
    const PackageSet seeds = bundled_of(plan);
    const auto lines = lines_of(plan.packages, seeds);
    if (!seeds.empty() && !lines.empty()) {
        const Plan seed_plan{plan.interpreter, seeds, plan.maker, plan.arguments};
        clone(make(seed_plan, true, options, progress).path, place.folder);
    } else {
        make_empty(place.folder, plan.interpreter, plan.maker, options);
    }
    if (progress && !plan.packages.empty())
        progress("install " + count_of(static_cast<long>(plan.packages.size()), "package"));
    if (!lines.empty()) {
        install_lines(place.folder, lines, plan.arguments, true, options, what_of(plan.interpreter));
    } else if (!seeds.empty()) {
        if (!install_bundled(place.folder, plan.interpreter, lines_of(seeds, {}), options))
            install_lines(place.folder, lines_of(seeds, {}), plan.arguments, false, options, what_of(plan.interpreter));
        compile_distributions(place.folder, {"pip", "setuptools"});
    }
}

std::set<std::string> names_where(const PackageSet& packages, const PackageSet& others) {
    std::set<std::string> names;
    for (const auto& [name, package] : packages) {
        const auto it = others.find(name);
        if (it == others.end() || line_of(name, it->second) != line_of(name, package)) names.insert(name);
    }
    return names;
}

/// The complete environment on the same interpreter that differs in the fewest distributions.
std::optional<std::string> nearest(const Plan& plan) {
    std::optional<std::string> best;
    size_t least = std::max<size_t>(6, plan.packages.size() / 2);
    for (const auto& cached : list()) {
        if (!cached.complete) continue;
        const auto stamp = read_stamp(Place(cached.key).stamp);
        if (!stamp || !stamp->base.empty() || stamp->interpreter != plan.interpreter.executable ||
            stamp->build != plan.interpreter.build || stamp->maker != plan.maker)
            continue;
        const size_t changes =
            names_where(stamp->packages, plan.packages).size() + names_where(plan.packages, stamp->packages).size();
        if (changes < least) best = cached.key, least = changes;
    }
    return best;
}

bool share_a_file(const std::multiset<std::string>& some, const std::multiset<std::string>& others) {
    return std::any_of(some.begin(), some.end(), [&](const std::string& file) { return others.count(file) > 0; });
}

/// Makes the environment from a near one. False where that would not give what a build from scratch gives.
bool build_from(const Place& near, const Place& place, const Plan& plan, const BuildOptions& options,
                const Progress& progress) {
    const auto stamp = ready(near);
    if (!stamp || tree_digest(near.folder) != stamp->tree) return false;
    const auto gone = names_where(stamp->packages, plan.packages), come = names_where(plan.packages, stamp->packages);
    std::set<std::string> staying;
    for (const auto& [name, package] : stamp->packages)
        if (!gone.count(name)) staying.insert(name);
    const auto kept_files = files_of(near.folder, staying);
    // Uninstalling a distribution would take the files that it shares with others along.
    if (share_a_file(files_of(near.folder, gone), kept_files)) return false;

    const auto gone_files = files_of(near.folder, gone);
    clone(near.folder, place.folder);
    std::vector<std::string> uninstall{"pip", "uninstall", "--quiet", "--python",
                                       (place.folder / "bin" / "python").string()};
    const size_t nothing = uninstall.size();
    for (const auto& name : gone)
        if (!come.count(name)) uninstall.push_back(name);  // an install replaces what is there
    if (uninstall.size() > nothing && !run_uv(uninstall, options).ok()) return false;
    if (!come.empty()) {
        std::vector<std::string> seeds, lines;
        for (const auto& name : come) {
            const std::string line = line_of(name, plan.packages.at(name));
            const auto seed = plan.interpreter.seeds.find(name);
            (seed != plan.interpreter.seeds.end() && line == name + "==" + seed->second ? seeds : lines)
                .push_back(line);
        }
        if (progress) progress("exchange " + join({come.begin(), come.end()}, ", "));
        if (!seeds.empty() && !install_bundled(place.folder, plan.interpreter, seeds, options))
            lines.insert(lines.end(), seeds.begin(), seeds.end());
        if (!lines.empty())
            install_lines(place.folder, lines, plan.arguments, false, options, what_of(plan.interpreter));
        if (share_a_file(files_of(place.folder, come), kept_files)) return false;
    }
    remove_leftovers(site_packages(place.folder), gone_files);
    if (!come.empty()) compile_distributions(place.folder, come);
    return metadata_folders(place.folder).size() == plan.packages.size();
}

Environment make(const Plan& plan, bool from_scratch, const BuildOptions& options, const Progress& progress) {
    const std::string key = key_of(plan);
    const Place place(key);
    if (auto stamp = ready(place)) {
        mark_used(key);
        return environment_of(key, plan, *stamp);
    }
    if (progress) progress("build");
    const FileLock lock(place.lock);
    if (auto stamp = ready(place)) {  // made by another one while this one waited
        mark_used(key);
        return environment_of(key, plan, *stamp);
    }
    discard(place);
    try {
        Stamp stamp = stamp_of(plan);
        bool made = false;
        if (const auto near = from_scratch ? std::nullopt : nearest(plan)) {
            mark_used(*near);
            made = build_from(Place(*near), place, plan, options, progress);
            if (!made) discard(place);
        }
        if (!made) build_from_scratch(place, plan, options, progress);
        stamp.packages = as_installed(place.folder, plan);
        finish(place, stamp);
        mark_used(key);
        return environment_of(key, plan, stamp);
    } catch (...) {
        discard(place);
        throw;
    }
}

}  // namespace

Environment build(const Interpreter& interpreter, const Resolution& resolution, const BuildOptions& options,
                  const Progress& progress) {
    const Plan plan{interpreter, resolution.packages, resolution.seed == Seed::uv ? "uv" : "venv", resolution.arguments,
                    options.copy};
    Environment environment = make(plan, true, options, progress);
    environment.local = resolution.local;
    environment.notes = resolution.notes;
    environment.fidelity = resolution.fidelity;
    environment.requirements_origin = resolution.origin;
    return environment;
}

Environment vary(const Environment& base, const PackageSet& packages, const BuildOptions& options,
                 const Progress& progress) {
    const Plan plan{base.interpreter, packages, maker_of(base.path), base.install_arguments, options.copy};
    Environment environment = make(plan, false, options, progress);
    environment.local = base.local;
    environment.fidelity = base.fidelity;
    environment.requirements_origin = base.requirements_origin;
    return environment;
}

bool verify(const Environment& environment) {
    const Place place(environment.key);
    if (const auto stamp = ready(place); stamp && tree_digest(place.folder) == stamp->tree) return true;
    try {
        const FileLock lock(place.lock);
        const auto stamp = ready(place);
        if (stamp && tree_digest(place.folder) == stamp->tree) return true;  // built anew meanwhile
        std::error_code ignored;
        fs::remove(place.stamp, ignored);
    } catch (const Error&) {  // a cache that cannot be written
    }
    return false;
}

std::vector<Conflict> conflicts(const Environment& environment, const BuildOptions& options) {
    const auto exit = run_uv({"pip", "check", "--python", environment.python().string()}, options);
    return exit.ok() ? std::vector<Conflict>() : read_conflicts(exit.out + "\n" + exit.err);
}

}  // namespace testskew::environment
