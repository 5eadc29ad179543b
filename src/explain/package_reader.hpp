#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "explain/package_source.hpp"
#include "model/attribution.hpp"
#include "model/recording.hpp"

namespace testskew::explain {

/// A call that leads into a package: a frame outside of the package, and the package's own frame to which it led.
struct PackageCall {
    Frame from;
    std::optional<Frame> into;  ///< nullopt if `from` itself raised
};

/// What one exception says of a package.
struct PackageTouch {
    std::string message;
    std::vector<Subject> subjects;
    std::vector<PackageCall> calls;  ///< the innermost call, and the innermost call of the project
    std::vector<Frame> frames;       ///< the innermost frames of the package, innermost first
    bool empty() const { return subjects.empty() && calls.empty(); }
};

/// What an exception touched of the package that installs these modules. This is a pure function.
PackageTouch touched(const ExceptionRecord& exception, const std::vector<std::string>& tops);

/// The top-level modules that a distribution installs, by its list of files in that site-packages. Empty if the
/// distribution is not there.
std::vector<std::string> top_modules(const std::filesystem::path& site, const std::string& distribution);

/// The folders that are read.
struct PackageSources {
    std::filesystem::path good, bad;  ///< site-packages that hold the release that passes, and the one that fails
    std::filesystem::path seen;       ///< site-packages of the session that failed
    std::filesystem::path project;
    std::vector<std::string> tops;
};

/// One change between two releases of a package.
struct PackageChange {
    std::string name;  ///< these three are as in CauseApi
    /// What only the passing release has; for a behaviour, what the failing release does (`release` is empty).
    ApiPart what;
    std::string instead;
};

/// What changed between the two releases in what was touched; at most three changes. griffe, which `source` runs, reads
/// the packages without importing anything. Throws Error if griffe cannot be had, and Interrupted.
std::vector<PackageChange> read_changes(const PackageSources& sources, const std::vector<PackageTouch>& touches,
                                        PackageSource& source);

}  // namespace testskew::explain
