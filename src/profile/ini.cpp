#include "profile/ini.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::profile {
namespace {

struct IniKey {
    std::string name;
    std::vector<std::string> values;
};

std::vector<IniKey> section_of(const std::string& text, const std::string& section) {
    std::vector<IniKey> keys;
    bool inside = false;
    for (auto line : split(text, '\n')) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const std::string_view words = trim(line);
        if (words.empty() || words[0] == '#' || words[0] == ';') continue;
        if (line[0] == '[') {
            inside = trim(words.substr(1, words.find(']') - 1)) == section;
            continue;
        }
        if (!inside) continue;
        std::string_view value = words;
        if (line[0] != ' ' && line[0] != '\t') {
            const size_t separator = words.find_first_of("=:");
            keys.push_back({std::string(trim(words.substr(0, separator))), {}});
            value = separator == std::string_view::npos ? std::string_view() : trim(words.substr(separator + 1));
        }
        value = trim(value.substr(0, value.find(" #")));
        if (!value.empty() && !keys.empty()) keys.back().values.emplace_back(value);
    }
    return keys;
}

}  // namespace

std::vector<std::string> ini_values(const std::string& text, const std::string& section, const std::string& key) {
    for (auto& found : section_of(text, section))
        if (found.name == key) return found.values;
    return {};
}

std::vector<std::string> ini_keys(const std::string& text, const std::string& section) {
    std::vector<std::string> names;
    for (auto& key : section_of(text, section)) names.push_back(std::move(key.name));
    return names;
}

std::vector<std::string> ini_sections(const std::string& text) {
    std::vector<std::string> names;
    for (const auto& line : split(text, '\n'))
        if (line.starts_with('[') && line.find(']') != std::string::npos)
            names.emplace_back(trim(line.substr(1, line.rfind(']') - 1)));
    return names;
}

bool ini_has(const std::string& text, const std::string& section, const std::string& key) {
    const auto keys = ini_keys(text, section);
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace testskew::profile
