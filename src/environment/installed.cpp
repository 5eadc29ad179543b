#include "environment/installed.hpp"

#include "environment/direct_url.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
std::string metadata_field(const std::string& text, std::string_view field) {
    for (const auto& line : split(text, '\n')) {
        if (trim(line).empty()) break;
        if (lower(line.substr(0, field.size())) == lower(field) && line.size() > field.size() &&
            line[field.size()] == ':')
            return std::string(trim(std::string_view(line).substr(field.size() + 1)));
    }
    return "";
}

fs::path site_packages(const fs::path& environment) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(environment / "lib", error)) {
        const fs::path site = entry.path() / "site-packages";
        if (entry.path().filename().string().starts_with("python") && fs::is_directory(site, error)) return site;
    }
    return {};
}

std::multimap<std::string, fs::path> metadata_folders(const fs::path& environment) {
    return metadata_folders_in(site_packages(environment));
}

std::multimap<std::string, fs::path> metadata_folders_in(const fs::path& site) {
    std::multimap<std::string, fs::path> result;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(site, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".dist-info") && !name.ends_with(".egg-info")) continue;
        const std::string stem = name.substr(0, name.size() - 10 + (name.ends_with(".egg-info") ? 1 : 0));
        result.emplace(normalized_name(stem.substr(0, stem.find('-'))), entry.path());
    }
    return result;
}

PackageSet installed(const fs::path& environment) {
    PackageSet packages;
    for (const auto& [key, folder] : metadata_folders(environment)) {
        auto text = read_file(folder / "METADATA");
        if (!text) text = read_file(folder / "PKG-INFO");
        if (!text) continue;
        const std::string name = normalized_name(metadata_field(*text, "Name")),
                          version = metadata_field(*text, "Version");
        const auto origin = direct_url_of(folder);
        if (name.empty()) continue;
        packages[name] = {version, origin ? name + " @ " + origin->reference() : name + "==" + version};
    }
    return packages;
}

std::vector<std::string> recorded_files(const fs::path& folder) {
    std::vector<std::string> files;
    const auto text = read_file(folder / "RECORD");
    if (!text) return files;
    for (const auto& line : split(*text, '\n')) {
        if (line.empty()) continue;
        if (line[0] != '"') {
            files.push_back(line.substr(0, line.find(',')));
            continue;
        }
        std::string name;  // In a quoted field, two quotes stand for one.
        for (size_t i = 1; i < line.size(); ++i) {
            if (line[i] == '"' && (i + 1 >= line.size() || line[i + 1] != '"')) break;
            if (line[i] == '"') ++i;
            name += line[i];
        }
        files.push_back(name);
    }
    return files;
}

std::multiset<std::string> files_of(const fs::path& environment, const std::set<std::string>& names) {
    std::multiset<std::string> files;
    for (const auto& [name, metadata] : metadata_folders(environment)) {
        if (!names.count(name)) continue;
        for (auto& file : recorded_files(metadata))
            if (!file.ends_with(".pyc")) files.insert(std::move(file));
    }
    return files;
}

}  // namespace testskew::environment
