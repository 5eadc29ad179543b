#include "environment/cache_file.hpp"

#include <nlohmann/json.hpp>

#include "util/error.hpp"
#include "util/files.hpp"

using nlohmann::json;

namespace testskew::environment {
namespace {

constexpr unsigned owner_only = 0600;

}  // namespace

std::optional<json> read_cache_file(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return std::nullopt;
    json value = json::parse(*text, nullptr, false);
    if (!value.is_object()) return std::nullopt;
    const auto form = value.find("schema");
    if (form == value.end() || *form != cache_file_schema) return std::nullopt;
    return value;
}

void write_cache_file(const std::filesystem::path& file, json value) {
    value["schema"] = cache_file_schema;
    write_file(file, value.dump(1, ' ', false, json::error_handler_t::replace), owner_only);
}

json packages_to_json(const PackageSet& packages) {
    json result = json::object();
    for (const auto& [name, package] : packages) result[name] = {package.version, package.requirement};
    return result;
}

PackageSet packages_from_json(const json& value) {
    PackageSet packages;
    for (const auto& [name, package] : value.items())
        packages[name] = {package.at(0).get<std::string>(), package.at(1).get<std::string>()};
    return packages;
}

}  // namespace testskew::environment
