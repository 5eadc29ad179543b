#pragma once
#include <optional>

#include "explain/package_source.hpp"
#include "laboratory/kept_environments.hpp"
#include "sides/side.hpp"
#include "util/temporary_folder.hpp"

namespace testskew::laboratory {

/// The releases of packages as uv installs them, each in a folder of its own. The folders are removed together with
/// this object. griffe has an environment of its own in testskew's cache, which uv makes when it is first needed.
class PackageFolders : public explain::PackageSource {
public:
    /// Uses the interpreter and the index options of the sides. `environments` and `sides` must outlive this object.
    PackageFolders(KeptEnvironments& environments, const sides::SidePair& sides);

    const std::filesystem::path& project() const override { return options_.project; }
    std::filesystem::path site_packages(SideName side) override;
    std::filesystem::path release(const std::string& name, const std::string& version) override;
    std::map<std::string, std::string> release_days(const std::string& name,
                                                    const std::vector<std::string>& versions) override;
    std::optional<explain::ShippedChangelog> changelog(const std::string& name, const std::string& version) override;
    std::string run_griffe(const std::string& script, const std::string& request) override;

private:
    KeptEnvironments& environments_;
    const sides::SidePair& sides_;
    environment::BuildOptions options_;
    std::optional<TemporaryFolder> downloads_;  ///< made when it is first needed
    std::map<SideName, std::filesystem::path> sites_;
};

}  // namespace testskew::laboratory
