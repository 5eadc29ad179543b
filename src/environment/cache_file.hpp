#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "model/environment.hpp"

/// The JSON files that this room keeps in the cache. They hold URLs with tokens in them, so that only their owner can
/// read them, and a number for their form, so that another version does not read them wrongly.
namespace testskew::environment {

/// The object that a file holds; nullopt if there is none, it is damaged or another version wrote it.
std::optional<nlohmann::json> read_cache_file(const std::filesystem::path& file);

/// Writes an object, with the number for its form added. Throws Error (exit code 4) if that fails.
void write_cache_file(const std::filesystem::path& file, nlohmann::json value);

/// Distributions as JSON: {NAME: [VERSION, REQUIREMENT]}.
nlohmann::json packages_to_json(const PackageSet& packages);

/// The reverse of packages_to_json(). Throws nlohmann::json::exception for another form.
PackageSet packages_from_json(const nlohmann::json& value);

}  // namespace testskew::environment
