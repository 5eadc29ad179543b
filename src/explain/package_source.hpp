#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"

namespace testskew::explain {

/// A changelog that a release of a package ships.
struct ShippedChangelog {
    std::string source;  ///< the file and what it is part of: "CHANGES.rst of click-8.2.0.tar.gz"
    std::string text;
};

/// Gives access to the releases of packages, and runs griffe, which reads them. Each call throws Error if what it asks
/// for cannot be had, and Interrupted.
class PackageSource {
public:
    virtual ~PackageSource() = default;

    /// The project's folder.
    virtual const std::filesystem::path& project() const = 0;

    /// The site-packages of a side's environment.
    virtual std::filesystem::path site_packages(SideName side) = 0;

    /// A folder that holds one release of a distribution and nothing else.
    virtual std::filesystem::path release(const std::string& name, const std::string& version) = 0;

    /// The days ("2024-08-27") on which these releases came out, by version. Days that are not known are left out.
    virtual std::map<std::string, std::string> release_days(const std::string& name,
                                                            const std::vector<std::string>& versions) = 0;

    /// The changelog that a release ships in its source distribution; nullopt if it ships none, or if it cannot be had.
    virtual std::optional<ShippedChangelog> changelog(const std::string& name, const std::string& version) = 0;

    /// Runs a script in a Python that has griffe, with `request` as its only argument. Returns what the script printed.
    virtual std::string run_griffe(const std::string& script, const std::string& request) = 0;
};

}  // namespace testskew::explain
