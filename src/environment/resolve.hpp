#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::environment {

/// What one side asks to be installed, and for which interpreter.
struct SideRequest {
    const Profile& profile;
    const Requirements& requirements;
    const Interpreter& interpreter;
};

/// The exact set of distributions for one interpreter, and what of it is installed for each workspace.
struct Resolution {
    PackageSet packages;  ///< The packages with the seeds, and without any folder of the project.
    std::vector<LocalInstall> local;
    Provenance provenance;
    Seed seed = Seed::venv;  ///< Decides which tool makes the empty environment.
    /// The index options of the requirements. They may hold credentials and are never written to disk.
    std::vector<std::string> arguments;
};

/// Resolves what a side asks for. The result is kept in the cache under everything on which it depends: the text of all
/// requirements, constraints and lock files, the metadata of the project, the day asked for, the Python, and the index
/// settings. With `as_of` or a lock it is kept for good. Otherwise it is kept for a day, or until options.refresh. If
/// the index cannot be reached, an older result is used with a note. Offline, whatever is kept is used.
///
/// `root` is the project as uv's children see it (options.entrance leads into its workspace). Nothing is written to it,
/// except by a build backend that has to be asked for dynamic metadata. Throws Error (usage) for requirements that
/// cannot be read, and BuildError if they cannot be resolved.
Resolution resolve(const SideRequest& side, const std::filesystem::path& root, const BuildOptions& options);

/// Does what resolve() does, with further lines of requirements. `preferred` are versions that are taken if they fit.
Resolution resolve_with(const SideRequest& side, const std::vector<std::string>& lines, const PackageSet& preferred,
                        const std::filesystem::path& root, const BuildOptions& options);

/// Resolves exact and inexact lines as they stand, for hold(). `preferred` are versions that are kept if they fit.
/// `what` begins the message of an error. Throws BuildError.
PackageSet resolve_lines(const std::vector<std::string>& lines, const PackageSet& preferred,
                         const std::vector<std::string>& arguments, const Interpreter& interpreter,
                         const BuildOptions& options, const std::string& what);

}  // namespace testskew::environment
