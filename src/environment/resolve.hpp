#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::environment {

/// The exact set of distributions for one interpreter, and what of it is installed for each workspace.
struct Resolution {
    PackageSet packages;  ///< seeds included; no folder of the project
    std::vector<LocalInstall> local;
    std::vector<std::string> notes;
    std::vector<Fidelity> fidelity;
    std::string origin;      ///< Requirements::origin
    Seed seed = Seed::venv;  ///< decides which tool makes the empty environment
    std::vector<std::string>
        arguments;  ///< index options of the requirements; may hold credentials: never written to disk
};

/// Resolves what a profile asks for, for one interpreter. The result is kept in the cache under everything it depends
/// on: the text of all requirements, constraints and lock files, the project's metadata, the day asked for, the Python,
/// the index settings. With `as_of` or a lock it is kept for good, else for a day, or until options.refresh; where the
/// index cannot be reached, an older one is used with a note. Offline, whatever is kept is used. `root` is the project
/// as uv's children see it (options.before_exec enters its workspace); nothing is written to it except by a build
/// backend that has to be asked for dynamic metadata. Throws Error (usage) for unreadable requirements, BuildError
/// where they cannot be resolved.
Resolution resolve(const Profile& profile, const Requirements& requirements, const Interpreter& interpreter,
                   const std::filesystem::path& root, const BuildOptions& options);

/// One side of a run, as resolve() takes it.
struct Side {
    const Profile& profile;
    const Requirements& requirements;
    const Interpreter& interpreter;
};

/// Adds pytest to the resolutions that lack it: one version on both sides. Where one side has it, that side's version;
/// else the newest that the older Python of the two supports. Only where no version fits both do the sides differ, with
/// a note.
void add_pytest(const Side& bad, Resolution& bad_resolution, const Side& good, Resolution& good_resolution,
                const std::filesystem::path& root, const BuildOptions& options);

/// Adds pytest to a single side (`record`) where it is missing.
void add_pytest(const Side& side, Resolution& resolution, const std::filesystem::path& root,
                const BuildOptions& options);

/// Resolves exact and inexact lines as they stand. `preferred` are versions to be kept where they fit. For hold().
PackageSet resolve_lines(const std::vector<std::string>& lines, const PackageSet& preferred,
                         const std::vector<std::string>& arguments, const Interpreter& interpreter,
                         const BuildOptions& options, const std::string& what);

}  // namespace testskew::environment
