#include "environment/build.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "environment/bytecode.hpp"
#include "environment/cached.hpp"
#include "environment/environment_folder.hpp"
#include "environment/failure.hpp"
#include "environment/installed.hpp"
#include "environment/requirement_line.hpp"
#include "util/hash.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// What an environment is made of. This also decides the name under which it is kept.
struct Plan {
    const Interpreter& interpreter;
    const PackageSet& packages;
    std::string maker;  ///< Stamp::maker
    const std::vector<std::string>& arguments;
    int copy = 0;            ///< BuildOptions::copy
    bool own_files = false;  ///< BuildOptions::own_files
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
        std::error_code error;  // A wheel on this disk may be another one tomorrow.
        if (const size_t at = line.find("file:"); at != std::string::npos) {
            const fs::path file = file_url_path(line.substr(at));
            text += fmt::format("{} {}\n", fs::file_size(file, error),
                                fs::last_write_time(file, error).time_since_epoch().count());
        }
    }
    if (plan.copy) text += fmt::format("copy {}\n", plan.copy);
    if (plan.own_files) text += "own files\n";
    return short_hash(text);
}

std::string what_of(const Interpreter& interpreter) {
    return fmt::format("the environment for Python {} cannot be built", interpreter.version);
}

bool is_bundled(const Interpreter& interpreter, const std::string& name, const Package& package) {
    const auto seed = interpreter.seeds.find(name);
    return seed != interpreter.seeds.end() && line_of(name, package) == name + "==" + seed->second;
}

/// Returns the packages that ensurepip bundles for this interpreter in just that version.
PackageSet bundled_of(const Plan& plan) {
    PackageSet seeds;
    for (const auto& [name, package] : plan.packages)
        if (is_bundled(plan.interpreter, name, package)) seeds.emplace(name, package);
    return seeds;
}

std::vector<std::string> lines_of(const PackageSet& packages, const PackageSet& without) {
    std::vector<std::string> lines;
    for (const auto& [name, package] : packages)
        if (!without.count(name)) lines.push_back(line_of(name, package));
    return lines;
}

std::set<std::string> names_of(const PackageSet& packages) {
    std::set<std::string> names;
    for (const auto& [name, package] : packages) names.insert(name);
    return names;
}

/// Returns the names of `packages` that `others` lack or have in another version.
std::set<std::string> names_beyond(const PackageSet& packages, const PackageSet& others) {
    std::set<std::string> names;
    for (const auto& [name, package] : packages) {
        const auto it = others.find(name);
        if (it == others.end() || line_of(name, it->second) != line_of(name, package)) names.insert(name);
    }
    return names;
}

bool share_a_file(const std::multiset<std::string>& some, const std::multiset<std::string>& others) {
    return std::any_of(some.begin(), some.end(), [&](const std::string& file) { return others.count(file) > 0; });
}

/// Fills the folders of the environments that were planned.
class Builder {
public:
    Builder(const BuildOptions& options, const Progress& progress) : options_(options), progress_(progress) {}

    /// Returns the environment of a plan. If `from_scratch` is true, it is not made from a near one.
    Environment get(const Plan& plan, bool from_scratch) {
        EnvironmentFolder folder(key_of(plan));
        if (!folder.complete()) report("build");
        const Stamp stamp = folder.obtain([&] {
            const bool made = !from_scratch && fill_from_nearest(plan, folder);
            if (!made) fill_from_scratch(plan, folder);
            return stamp_of(plan, folder);
        });
        Environment environment;
        environment.key = folder.key();
        environment.path = folder.path();
        environment.interpreter = plan.interpreter;
        environment.packages = stamp.packages;
        environment.install_arguments = plan.arguments;
        environment.copy = plan.copy;
        return environment;
    }

private:
    void report(const std::string& what) const {
        if (progress_) progress_(what);
    }

    /// Compiling pip and setuptools takes seconds. So an environment with only these seeds is kept for each
    /// interpreter, and every other environment with the same seeds begins as its clone.
    void fill_from_scratch(const Plan& plan, const EnvironmentFolder& folder) {
        const PackageSet seeds = bundled_of(plan);
        const auto lines = lines_of(plan.packages, seeds);
        if (!seeds.empty() && !lines.empty()) {
            const Plan seed_plan{plan.interpreter, seeds, plan.maker, plan.arguments, 0, plan.own_files};
            folder.clone_from(get(seed_plan, true).path, plan.own_files);
        } else {
            folder.make_empty(plan.interpreter, plan.maker, options_);
        }
        if (!plan.packages.empty()) report("install " + count_of(static_cast<long>(plan.packages.size()), "package"));
        if (!lines.empty()) {
            folder.install({lines, plan.arguments, true, what_of(plan.interpreter)}, options_);
        } else if (!seeds.empty()) {
            const auto seed_lines = lines_of(seeds, {});
            if (!folder.install_bundled(plan.interpreter, seed_lines, options_))
                folder.install({seed_lines, plan.arguments, false, what_of(plan.interpreter)}, options_);
            folder.compile({"pip", "setuptools"});
        }
    }

    /// Makes the environment from the nearest one at hand. Returns false, with nothing left in the folder, if there is
    /// none or if it would not give what a build from scratch gives.
    bool fill_from_nearest(const Plan& plan, const EnvironmentFolder& folder) {
        const auto key = nearest(plan);
        if (!key) return false;
        const EnvironmentFolder near(*key);
        near.mark_used();
        const auto stamp = near.intact();
        if (stamp && exchange(plan, near, stamp->packages, folder)) return true;
        folder.discard();
        return false;
    }

    /// Returns the key of the complete environment on the same interpreter that differs in the fewest distributions,
    /// unless it differs in so many that a build from scratch takes no longer.
    static std::optional<std::string> nearest(const Plan& plan) {
        std::optional<std::string> best;
        size_t least = std::max<size_t>(6, plan.packages.size() / 2);
        for (const std::string& key : last_used(most_looked_at)) {
            const auto stamp = EnvironmentFolder(key).stamp();
            if (!stamp || !stamp->base.empty() || stamp->interpreter != plan.interpreter.executable ||
                stamp->build != plan.interpreter.build || stamp->maker != plan.maker ||
                stamp->own_files != plan.own_files)
                continue;
            const size_t changes = names_beyond(stamp->packages, plan.packages).size() +
                                   names_beyond(plan.packages, stamp->packages).size();
            if (changes >= least) continue;
            best = key;
            least = changes;
        }
        return best;
    }

    /// Fills the folder with the files of `near`, which has the packages `before`, and exchanges the packages that
    /// differ.
    bool exchange(const Plan& plan, const EnvironmentFolder& near, const PackageSet& before,
                  const EnvironmentFolder& folder) {
        const auto gone = names_beyond(before, plan.packages), come = names_beyond(plan.packages, before);
        auto staying = names_of(before);
        for (const auto& name : gone) staying.erase(name);
        const auto kept_files = files_of(near.path(), staying), gone_files = files_of(near.path(), gone);
        // Uninstalling a distribution would remove the files that it shares with others.
        if (share_a_file(gone_files, kept_files)) return false;

        folder.clone_from(near.path(), plan.own_files);
        std::vector<std::string> removed;  // An install replaces what is there by itself.
        std::set_difference(gone.begin(), gone.end(), come.begin(), come.end(), std::back_inserter(removed));
        if (!folder.uninstall(removed, options_)) return false;
        if (!come.empty()) {
            report("exchange " + join({come.begin(), come.end()}, ", "));
            install_all(plan, come, folder);
            if (share_a_file(files_of(folder.path(), come), kept_files)) return false;
        }
        remove_leftovers(site_packages(folder.path()), gone_files);
        if (!come.empty()) folder.compile(come);
        return metadata_folders(folder.path()).size() == plan.packages.size();
    }

    void install_all(const Plan& plan, const std::set<std::string>& names, const EnvironmentFolder& folder) {
        std::vector<std::string> seeds, lines;
        for (const auto& name : names) {
            const Package& package = plan.packages.at(name);
            (is_bundled(plan.interpreter, name, package) ? seeds : lines).push_back(line_of(name, package));
        }
        if (!seeds.empty() && !folder.install_bundled(plan.interpreter, seeds, options_))
            lines.insert(lines.end(), seeds.begin(), seeds.end());
        if (!lines.empty()) folder.install({lines, plan.arguments, false, what_of(plan.interpreter)}, options_);
    }

    /// Returns the stamp of what was made, with what is installed now, under the names and lines of the plan. Throws
    /// BuildError if something is missing.
    static Stamp stamp_of(const Plan& plan, const EnvironmentFolder& folder) {
        Stamp stamp;
        stamp.interpreter = plan.interpreter.executable;
        stamp.build = plan.interpreter.build;
        stamp.version = plan.interpreter.version;
        stamp.maker = plan.maker;
        stamp.own_files = plan.own_files;
        const PackageSet found = installed(folder.path());
        for (const auto& [name, package] : plan.packages) {
            const auto it = found.find(name);
            if (it == found.end())
                throw BuildError(fmt::format("{}: {} was installed and is not there", what_of(plan.interpreter), name),
                                 {name + " is missing", {name}, false, false});
            stamp.packages[name] = {it->second.version, line_of(name, package)};
        }
        return stamp;
    }

    const BuildOptions& options_;
    const Progress& progress_;
};

}  // namespace

Environment build(const Interpreter& interpreter, const Resolution& resolution, const BuildOptions& options,
                  const Progress& progress) {
    const Plan plan{interpreter,          resolution.packages, resolution.seed == Seed::uv ? "uv" : "venv",
                    resolution.arguments, options.copy,        options.own_files};
    Environment environment = Builder(options, progress).get(plan, true);
    environment.local = resolution.local;
    environment.provenance = resolution.provenance;
    return environment;
}

Environment vary(const Environment& base, const PackageSet& packages, const BuildOptions& options,
                 const Progress& progress) {
    const Plan plan{base.interpreter,       packages,     EnvironmentFolder(base.key).maker(),
                    base.install_arguments, options.copy, options.own_files};
    Environment environment = Builder(options, progress).get(plan, false);
    environment.local = base.local;
    environment.provenance = base.provenance;
    return environment;
}

bool verify(const Environment& environment) { return EnvironmentFolder(environment.key).verify(); }

}  // namespace testskew::environment
