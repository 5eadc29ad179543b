#include "profile/pytest_configuration.hpp"

#include <utility>

#include "profile/ini.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The words of several lines.
std::vector<std::string> words_of(const std::vector<std::string>& lines) {
    std::vector<std::string> words;
    for (const auto& line : lines)
        for (const auto& word : split(line, ' '))
            if (!trim(word).empty()) words.emplace_back(trim(word));
    return words;
}

/// The lines of a value in TOML: a string of several lines or a list.
std::vector<std::string> lines_of(const Node* node) {
    std::vector<std::string> lines;
    if (node)
        for (const auto& text : node->strings())
            for (auto& line : split(text, '\n')) lines.push_back(std::move(line));
    return lines;
}

PytestConfiguration from_table(const std::string& file, const Node& table) {
    PytestConfiguration result{file, words_of(lines_of(table.find("addopts"))), {}};
    for (const auto& member : table.members) result.keys.push_back(member.name);
    return result;
}

PytestConfiguration from_ini(const std::string& file, const std::string& text, const std::string& section) {
    return {file, words_of(ini_values(text, section, "addopts")), ini_keys(text, section)};
}

}  // namespace

PytestConfiguration pytest_configuration(const fs::path& folder) {
    for (const std::string file : {"pytest.toml", ".pytest.toml"})
        if (is_file(folder / file))
            if (const Node document = read_toml(folder / file); const Node* table = document.find("pytest"))
                return from_table(file, *table);
    for (const std::string file : {"pytest.ini", ".pytest.ini"})
        if (is_file(folder / file)) return from_ini(file, read_file(folder / file).value_or(""), "pytest");
    if (is_file(folder / "pyproject.toml")) {
        const Node document = read_toml(folder / "pyproject.toml");
        if (const Node* table = document.find({"tool", "pytest", "ini_options"}))
            return from_table("pyproject.toml", *table);
        if (const Node* table = document.find({"tool", "pytest"})) return from_table("pyproject.toml", *table);
    }
    for (const auto& [file, section] : {std::pair("tox.ini", "pytest"), std::pair("setup.cfg", "tool:pytest")}) {
        const std::string text = is_file(folder / file) ? read_file(folder / file).value_or("") : "";
        if (auto found = from_ini(file, text, section); !found.keys.empty()) return found;
    }
    return {};
}

}  // namespace testskew::profile
