#include "profile/environ.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace testskew::profile {
namespace {

/// The variables that every session inherits: what programs need to start, to speak the user's language and to reach
/// the network. docs/profiles.md lists them word for word. Both sides get the same ones unless a profile says
/// otherwise.
const std::vector<std::string> always = {"PATH",
                                         "HOME",
                                         "USER",
                                         "LOGNAME",
                                         "SHELL",
                                         "LANG",
                                         "LANGUAGE",
                                         "LC_*",
                                         "TZ",
                                         "TERM",
                                         "LD_LIBRARY_PATH",
                                         "http_proxy",
                                         "https_proxy",
                                         "no_proxy",
                                         "all_proxy",
                                         "HTTP_PROXY",
                                         "HTTPS_PROXY",
                                         "NO_PROXY",
                                         "ALL_PROXY",
                                         "SSL_CERT_FILE",
                                         "SSL_CERT_DIR",
                                         "REQUESTS_CA_BUNDLE",
                                         "CURL_CA_BUNDLE"};

/// The variables that "*" and other patterns leave out. They describe the shell and the interpreter that testskew was
/// started from, which are not those of the tests.
const std::vector<std::string> never_by_pattern = {"_",
                                                   "PWD",
                                                   "OLDPWD",
                                                   "SHLVL",
                                                   "VIRTUAL_ENV",
                                                   "VIRTUAL_ENV_PROMPT",
                                                   "PYTHONHOME",
                                                   "__PYVENV_LAUNCHER__",
                                                   "PYTEST_CURRENT_TEST",
                                                   "PYTEST_VERSION",
                                                   "PYTEST_XDIST_*",
                                                   "TESTSKEW_*"};

bool matches(const std::string& name, const std::string& pattern) {
    if (pattern.ends_with('*')) return name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
    return name == pattern;
}

bool matches_any(const std::string& name, const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return matches(name, pattern); });
}

bool inherited(const std::string& name, const std::vector<std::string>& inherit) {
    if (name.starts_with("GIT_")) return false;  // they would point the tests at the user's own repository
    if (matches_any(name, always)) return true;
    if (std::find(inherit.begin(), inherit.end(), name) != inherit.end()) return true;
    return matches_any(name, inherit) && !matches_any(name, never_by_pattern);
}

}  // namespace

std::map<std::string, std::string> environ_of(const Profile& profile, const std::map<std::string, std::string>& shell) {
    std::map<std::string, std::string> result;
    for (const auto& [name, value] : shell)
        if (inherited(name, profile.inherit)) result[name] = value;
    for (const auto& [name, value] : profile.environ) {
        if (value)
            result[name] = *value;
        else
            result.erase(name);
    }
    return result;
}

}  // namespace testskew::profile
