#include "process/environ.hpp"

#include <string_view>

extern char** environ;

namespace testskew::process {

std::map<std::string, std::string> own_environ() {
    std::map<std::string, std::string> variables;
    for (char** entry = ::environ; entry && *entry; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=', 1);
        if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

std::map<std::string, std::string> environ_without_git() {
    auto variables = own_environ();
    std::erase_if(variables, [](const auto& variable) { return variable.first.starts_with("GIT_"); });
    return variables;
}

}  // namespace testskew::process
