// Reads Pipfile.lock.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "profile/locked.hpp"
#include "util/error.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

using nlohmann::json;

std::string json_text(const json& table, const char* key) {
    const auto found = table.find(key);
    return found != table.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The line that installs one entry.
std::string pipfile_line(const std::string& name, const json& entry) {
    const std::string folder = json_text(entry, "subdirectory");
    const std::string fragment = folder.empty() ? "" : "#subdirectory=" + folder;
    if (const auto git = json_text(entry, "git"); !git.empty()) {
        const auto ref = json_text(entry, "ref");
        return name + " @ git+" + git + (ref.empty() ? "" : "@" + ref) + fragment;
    }
    std::string place = json_text(entry, "path");
    if (place.empty()) place = json_text(entry, "file");
    if (place.find("://") != std::string::npos) return name + " @ " + place + fragment;
    if (!place.empty()) {
        const bool plain = place.starts_with('.') || place.starts_with('/');
        return (entry.value("editable", false) ? "-e " : "") + std::string(plain ? "" : "./") + place;
    }
    const std::string version = json_text(entry, "version");
    return version == "*" ? name : name + version;
}

void add_category(const std::string& category, const json& entries, LockFile& lock) {
    for (const auto& [written, entry] : entries.items()) {
        if (!entry.is_object()) continue;
        LockedPackage package;
        package.name = normalized_name(written);
        package.line = pipfile_line(package.name, entry);
        package.version = parse_requirement(package.line).constraint;
        package.markers[category] = json_text(entry, "markers");
        lock.packages.push_back(std::move(package));
    }
}

}  // namespace

LockFile read_pipfile_lock(const std::string& text, const std::string& label) {
    LockFile lock;
    lock.main = "default";
    lock.grouped = true;
    try {
        const json document = json::parse(text);
        for (const auto& [key, value] : document.items())
            if (key != "_meta" && value.is_object()) add_category(normalized_name(key), value, lock);
        if (!document.contains("_meta") || !document["_meta"].contains("sources")) return lock;
        bool first = true;
        for (const auto& source : document["_meta"]["sources"]) {
            const std::string url = json_text(source, "url");
            // A URL with variables in it holds credentials that only pipenv puts in.
            if (!url.empty() && url.find("pypi.org") == std::string::npos && url.find('$') == std::string::npos)
                lock.index_options.push_back((first ? "--index-url " : "--extra-index-url ") + url);
            first = false;
        }
    } catch (const json::exception&) {
        throw Error(fmt::format("{}: this file is no JSON as pipenv writes it", label));
    }
    return lock;
}

}  // namespace testskew::profile
