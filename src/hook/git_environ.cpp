#include "hook/git_environ.hpp"

#include <set>

namespace testskew::hook {

std::map<std::string, std::string> environ_for_git(std::map<std::string, std::string> variables) {
    static const std::set<std::string> harmless = {
        "GIT_EXEC_PATH",    "GIT_SSH",           "GIT_SSH_COMMAND",           "GIT_SSL_CAINFO",     "GIT_SSL_NO_VERIFY",
        "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_HTTP_PROXY_AUTHMETHOD", "GIT_ALLOW_PROTOCOL", "GIT_ASKPASS"};
    std::erase_if(variables, [](const auto& variable) {
        const std::string& name = variable.first;
        return name.starts_with("GIT_") && !name.starts_with("GIT_CONFIG_KEY_") &&
               !name.starts_with("GIT_CONFIG_VALUE_") && !harmless.count(name);
    });
    variables["LC_ALL"] = "C";
    variables["GIT_OPTIONAL_LOCKS"] = "0";
    variables["GIT_TERMINAL_PROMPT"] = "0";
    return variables;
}

}  // namespace testskew::hook
