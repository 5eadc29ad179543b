#pragma once
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// A resolution as it is kept in the cache.
struct KeptResolution {
    std::time_t time = 0;  ///< When it was made.
    PackageSet packages;
    std::vector<LocalInstall> local;
    std::vector<std::string> notes;
    std::vector<Fidelity> fidelity;
};

/// Returns the resolution that is kept under `key`, or nullopt if there is none or it cannot be read.
std::optional<KeptResolution> kept_resolution(const std::string& key);

/// Keeps a resolution under `key`. It does nothing if the cache cannot be written.
void keep_resolution(const std::string& key, const KeptResolution& resolution);

}  // namespace testskew::environment
