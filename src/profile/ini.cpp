#include "profile/ini.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::profile {

Ini::Ini(const std::string& text) {
    std::vector<Key>* open = nullptr;
    for (auto line : split(text, '\n')) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.starts_with('[') && line.find(']') != std::string::npos)
            sections_.emplace_back(trim(line.substr(1, line.rfind(']') - 1)));
        const std::string_view words = trim(line);
        if (words.empty() || words[0] == '#' || words[0] == ';') continue;
        if (line[0] == '[') {
            open = &keys_[std::string(trim(words.substr(1, words.find(']') - 1)))];
            continue;
        }
        if (!open) continue;
        std::string_view value = words;
        if (line[0] != ' ' && line[0] != '\t') {
            const size_t separator = words.find_first_of("=:");
            open->push_back({std::string(trim(words.substr(0, separator))), {}});
            value = separator == std::string_view::npos ? std::string_view() : trim(words.substr(separator + 1));
        }
        value = trim(value.substr(0, value.find(" #")));
        if (!value.empty() && !open->empty()) open->back().values.emplace_back(value);
    }
}

const Ini::Key* Ini::find(const std::string& section, const std::string& key) const {
    const auto found = keys_.find(section);
    if (found == keys_.end()) return nullptr;
    const auto& keys = found->second;
    const auto one = std::find_if(keys.begin(), keys.end(), [&](const Key& known) { return known.name == key; });
    return one == keys.end() ? nullptr : &*one;
}

std::vector<std::string> Ini::values(const std::string& section, const std::string& key) const {
    const Key* found = find(section, key);
    return found ? found->values : std::vector<std::string>{};
}

std::vector<std::string> Ini::keys(const std::string& section) const {
    std::vector<std::string> names;
    if (const auto found = keys_.find(section); found != keys_.end())
        for (const auto& key : found->second) names.push_back(key.name);
    return names;
}

std::vector<std::string> ini_values(const std::string& text, const std::string& section, const std::string& key) {
    return Ini(text).values(section, key);
}

std::vector<std::string> ini_keys(const std::string& text, const std::string& section) {
    return Ini(text).keys(section);
}

std::vector<std::string> ini_sections(const std::string& text) { return Ini(text).sections(); }

}  // namespace testskew::profile
