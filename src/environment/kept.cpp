#include "environment/kept.hpp"

#include <nlohmann/json.hpp>

#include "util/error.hpp"
#include "util/files.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::environment {
namespace {

constexpr int schema = 1;

fs::path resolution_file(const std::string& key) { return cache_directory() / "resolutions" / (key + ".json"); }

json to_json(const PackageSet& packages) {
    json result = json::object();
    for (const auto& [name, package] : packages) result[name] = {package.version, package.requirement};
    return result;
}

PackageSet packages_of(const json& value) {
    PackageSet packages;
    for (const auto& [name, package] : value.items())
        packages[name] = {package.at(0).get<std::string>(), package.at(1).get<std::string>()};
    return packages;
}

std::optional<json> read_json(const fs::path& file) {
    const auto text = read_file(file);
    if (!text) return std::nullopt;
    json value = json::parse(*text, nullptr, false);
    if (!value.is_object() || value.value("schema", 0) != schema) return std::nullopt;
    return value;
}

}  // namespace

std::optional<KeptResolution> kept_resolution(const std::string& key) {
    const auto value = read_json(resolution_file(key));
    if (!value) return std::nullopt;
    try {
        KeptResolution kept;
        kept.time = value->at("time").get<std::time_t>();
        kept.packages = packages_of(value->at("packages"));
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
    json value{{"schema", schema},    {"time", kept.time},      {"packages", to_json(kept.packages)},
               {"notes", kept.notes}, {"local", json::array()}, {"fidelity", json::array()}};
    for (const auto& l : kept.local)
        value["local"].push_back({{"path", l.path}, {"extras", l.extras}, {"editable", l.editable}, {"name", l.name}});
    for (const auto& f : kept.fidelity) value["fidelity"].push_back({f.what, f.asked, f.got});
    try {
        std::error_code ignored;
        fs::create_directories(cache_directory() / "resolutions", ignored);
        write_file(resolution_file(key), value.dump(1, ' ', false, json::error_handler_t::replace),
                   0600);  // a URL may hold a token
    } catch (const Error&) {
    }
}

std::optional<Stamp> read_stamp(const fs::path& file) {
    const auto value = read_json(file);
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
        stamp.packages = packages_of(value->at("packages"));
        stamp.site_time = value->at("site_time").get<long>();
        stamp.tree = value->at("tree").get<std::string>();
        stamp.size = value->at("size").get<long>();
        return stamp;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

void write_stamp(const fs::path& file, const Stamp& stamp) {
    const json value{{"schema", schema},
                     {"interpreter", stamp.interpreter},
                     {"build", stamp.build},
                     {"version", stamp.version},
                     {"maker", stamp.maker},
                     {"base", stamp.base},
                     {"project", stamp.project},
                     {"project_stamp", stamp.project_stamp},
                     {"packages", to_json(stamp.packages)},
                     {"site_time", stamp.site_time},
                     {"tree", stamp.tree},
                     {"size", stamp.size}};
    write_file(file, value.dump(1, ' ', false, json::error_handler_t::replace), 0600);
}

}  // namespace testskew::environment
