#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "model/environment.hpp"

/// The JSON files that this room keeps in the cache. They hold URLs with tokens in them, so only their owner can read
/// them. They have a number for their form, so that another version does not read them wrongly.
namespace testskew::environment {

/// The number for the form of these files, their member "schema".
constexpr int cache_file_schema = 1;

/// Returns the object that a file holds. Returns nullopt if there is no file, if it is damaged, or if another version
/// wrote it.
std::optional<nlohmann::json> read_cache_file(const std::filesystem::path& file);

/// Writes an object, to which the number for its form is added. Throws Error (exit code 4) if that fails.
void write_cache_file(const std::filesystem::path& file, nlohmann::json value);

/// Returns distributions as JSON: {NAME: [VERSION, REQUIREMENT]}.
nlohmann::json packages_to_json(const PackageSet& packages);

/// Does the reverse of packages_to_json(). Throws nlohmann::json::exception for another form.
PackageSet packages_from_json(const nlohmann::json& value);

}  // namespace testskew::environment
