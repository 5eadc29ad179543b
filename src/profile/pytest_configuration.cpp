#include "profile/pytest_configuration.hpp"

#include <utility>

#include "profile/ini.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The arguments of a value in TOML. pytest splits a string as a shell does, and takes each item of a list as it is.
std::vector<std::string> arguments_of(const Node* node) {
    if (!node) return {};
    return node->is(Node::Kind::string) ? shell_words(node->text) : node->strings();
}

PytestConfiguration from_table(const std::string& file, const Node& table) {
    PytestConfiguration result{file, arguments_of(table.find("addopts")), {}, arguments_of(table.find("testpaths"))};
    for (const auto& member : table.members) result.keys.push_back(member.name);
    return result;
}

PytestConfiguration from_ini(const std::string& file, const std::string& text, const std::string& section) {
    const auto words = [&](const char* key) { return shell_words(join(ini_values(text, section, key), "\n")); };
    return {file, words("addopts"), ini_keys(text, section), words("testpaths")};
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
