#include "environment/stamp.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "environment/cache_file.hpp"
#include "util/files.hpp"

using nlohmann::json;

namespace testskew::environment {

std::optional<Stamp> read_stamp(const std::filesystem::path& file) {
    const auto value = read_cache_file(file);
    if (!value) return std::nullopt;
    try {
        Stamp stamp;
        stamp.interpreter = value->at("interpreter").get<std::string>();
        stamp.build = value->at("build").get<std::string>();
        stamp.version = value->at("version").get<std::string>();
        stamp.maker = value->at("maker").get<std::string>();
        stamp.base = value->at("base").get<std::string>();
        stamp.project = value->at("project").get<std::string>();
        stamp.project_stamp = value->at("project_stamp").get<std::string>();
        stamp.packages = packages_from_json(value->at("packages"));
        stamp.own_files = value->value("own_files", false);
        stamp.site_time = value->at("site_time").get<long>();
        stamp.tree = value->at("tree").get<std::string>();
        stamp.size = value->at("size").get<long>();
        stamp.own = value->value("own", -1L);
        return stamp;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

long stamped_own(const std::filesystem::path& file) {
    constexpr std::string_view key = "\n \"own\": ";  // As write_cache_file() writes a member of the outermost object.
    const std::string text = read_file(file).value_or("");
    const std::size_t at = text.find(key);
    return at == std::string::npos ? -1 : std::strtol(text.c_str() + at + key.size(), nullptr, 10);
}

void write_stamp(const std::filesystem::path& file, const Stamp& stamp) {
    write_cache_file(file, {{"interpreter", stamp.interpreter},
                            {"build", stamp.build},
                            {"version", stamp.version},
                            {"maker", stamp.maker},
                            {"base", stamp.base},
                            {"project", stamp.project},
                            {"project_stamp", stamp.project_stamp},
                            {"packages", packages_to_json(stamp.packages)},
                            {"own_files", stamp.own_files},
                            {"site_time", stamp.site_time},
                            {"tree", stamp.tree},
                            {"size", stamp.size},
                            {"own", stamp.own}});
}

}  // namespace testskew::environment
