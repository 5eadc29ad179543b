#include "instead.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <stdexcept>

namespace testskew::pack {

std::string merged_instead(const std::vector<Source>& sources) {
    std::string result;
    for (const Source& source : sources) {
        const toml::table document = toml::parse(source.text, source.path);  // this refuses a key that is there twice
        const auto* rows = document["instead"].as_table();
        if (!rows || document.size() != 1) throw std::runtime_error(source.path + ": has one table, [instead]");
        for (const auto& [key, value] : *rows) {
            const std::string name(key.str()), text = value.value_or(std::string());
            const auto is_control = [](unsigned char c) { return c < ' '; };
            if (name.empty() || text.empty() || std::any_of(name.begin(), name.end(), is_control) ||
                std::any_of(text.begin(), text.end(), is_control))
                throw std::runtime_error(source.path + ": \"" + name + "\" is a text of one line, and not empty");
            result += name + "\x1f" + text + "\n";
        }
    }
    return result;
}

}  // namespace testskew::pack
