#include "ci/own_name.hpp"

#include <cctype>

#include "profile/declared_pyproject.hpp"
#include "profile/ini.hpp"
#include "profile/toml.hpp"
#include "util/error.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

std::string name_in_pyproject(const std::string& text) {
    try {
        const profile::Node document = profile::parse_toml(text, "pyproject.toml");
        if (const auto* name = profile::own_name(document)) return name->text;
    } catch (const Error&) {
        // Whoever needs more of the file says what is wrong with it.
    }
    return "";
}

/// The literal after `name=` in the source of a setup.py; nothing of it is run.
std::string name_in_setup_py(const std::string& text) {
    for (size_t at = text.find("name"); at != std::string::npos; at = text.find("name", at + 1)) {
        const unsigned char before = at > 0 ? static_cast<unsigned char>(text[at - 1]) : ' ';
        if (std::isalnum(before) || before == '_' || before == '.') continue;
        size_t value = text.find_first_not_of(" \t", at + 4);
        if (value == std::string::npos || text[value] != '=') continue;
        value = text.find_first_not_of(" \t", value + 1);
        if (value == std::string::npos || (text[value] != '\'' && text[value] != '"')) continue;
        const size_t end = text.find(text[value], value + 1);
        if (end != std::string::npos) return text.substr(value + 1, end - value - 1);
    }
    return "";
}

}  // namespace

std::string own_name(const Tree& tree) {
    std::string name;
    if (const auto text = tree.read("pyproject.toml")) name = name_in_pyproject(*text);
    if (const auto text = tree.read("setup.cfg"); text && name.empty())
        name = join(profile::ini_values(*text, "metadata", "name"), "");
    if (const auto text = tree.read("setup.py"); text && name.empty()) name = name_in_setup_py(*text);
    return normalized_name(trim(name));
}

}  // namespace testskew::ci
