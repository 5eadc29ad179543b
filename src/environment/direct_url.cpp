#include "environment/direct_url.hpp"

#include <nlohmann/json.hpp>

#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns a string in a JSON object, or "" if there is none.
std::string text_in(const nlohmann::json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::optional<DirectUrl> direct_url_of(const fs::path& metadata) {
    const auto text = read_file(metadata / "direct_url.json");
    if (!text) return std::nullopt;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    DirectUrl result;
    result.url = text_in(json, "url");
    if (result.url.empty()) return std::nullopt;
    result.subdirectory = text_in(json, "subdirectory");
    if (const auto vcs = json.find("vcs_info"); vcs != json.end()) {
        result.vcs = text_in(*vcs, "vcs");
        result.commit = text_in(*vcs, "commit_id");
    }
    if (const auto folder = json.find("dir_info"); folder != json.end() && folder->is_object())
        result.editable = folder->value("editable", nlohmann::json()) == true;
    return result;
}

}  // namespace testskew::environment
