#include "environment/kept_resolution.hpp"

#include <nlohmann/json.hpp>

#include "environment/cache_file.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::environment {
namespace {

fs::path resolution_file(const std::string& key) { return cache_directory() / "resolutions" / (key + ".json"); }

}  // namespace

std::optional<KeptResolution> kept_resolution(const std::string& key) {
    const auto value = read_cache_file(resolution_file(key));
    if (!value) return std::nullopt;
    try {
        KeptResolution kept;
        kept.time = value->at("time").get<std::time_t>();
        kept.packages = packages_from_json(value->at("packages"));
        for (const auto& l : value->at("local"))
            kept.local.push_back({l.at("path").get<std::string>(), l.at("extras").get<std::vector<std::string>>(),
                                  l.at("editable").get<bool>(), l.at("name").get<std::string>()});
        kept.notes = value->at("notes").get<std::vector<std::string>>();
        for (const auto& f : value->at("fidelity"))
            kept.fidelity.push_back(
                {f.at(0).get<std::string>(), f.at(1).get<std::string>(), f.at(2).get<std::string>()});
        return kept;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

void keep_resolution(const std::string& key, const KeptResolution& kept) {
    json value{{"time", kept.time},
               {"packages", packages_to_json(kept.packages)},
               {"notes", kept.notes},
               {"local", json::array()},
               {"fidelity", json::array()}};
    for (const auto& l : kept.local)
        value["local"].push_back({{"path", l.path}, {"extras", l.extras}, {"editable", l.editable}, {"name", l.name}});
    for (const auto& f : kept.fidelity) value["fidelity"].push_back({f.what, f.asked, f.got});
    try {
        std::error_code ignored;
        fs::create_directories(cache_directory() / "resolutions", ignored);
        write_cache_file(resolution_file(key), std::move(value));
    } catch (const Error&) {  // a cache that cannot be written costs time, nothing else
    }
}

}  // namespace testskew::environment
