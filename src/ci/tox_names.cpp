#include "ci/tox_names.hpp"

#include <algorithm>

#include "ci/words.hpp"
#include "profile/ini.hpp"
#include "profile/tox_environment.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// The newest Python of the names' factors that is released; the place of the name, or npos.
size_t newest(const std::vector<std::string>& names) {
    size_t best = std::string::npos;
    std::string version;
    for (size_t i = 0; i < names.size(); ++i)
        for (const auto& factor : split(names[i], '-')) {
            const std::string own = profile::python_of_factor(factor);
            if (own.empty() || own.ends_with('t') || compare_versions(own, newest_release) > 0) continue;
            if (version.empty() || compare_versions(own, version) > 0) {
                version = own;
                best = i;
            }
        }
    return best;
}

/// "3.9: py39, docs" and "3.9 = 3.9" as a key and its list; an empty key for anything else.
std::pair<std::string, std::vector<std::string>> mapped(const std::string& line) {
    const size_t sign = line.find_first_of(":=");
    if (sign == std::string::npos) return {};
    return {std::string(trim(line.substr(0, sign))), comma_list(line.substr(sign + 1))};
}

}  // namespace

std::vector<std::string> names_for_version(const std::string& ini, const Here& here,
                                           const std::vector<std::string>& all) {
    for (const auto& line : profile::ini_values(ini, "gh", "python"))
        if (auto [version, names] = mapped(line); version == here.python.value) return names;
    std::vector<std::string> wanted;
    for (const auto& line : profile::ini_values(ini, "gh-actions", "python"))
        if (auto [version, factors] = mapped(line); version == here.python.value) wanted = factors;
    if (wanted.empty()) return {};
    std::vector<std::string> needed;  // the factors that variables of the CI choose
    for (const auto& variable : profile::ini_keys(ini, "gh-actions:env")) {
        const auto set = here.environ.find(variable);
        if (set == here.environ.end() || !set->second.value) continue;
        for (const auto& line : profile::ini_values(ini, "gh-actions:env", variable))
            if (auto [value, factors] = mapped(line); value == *set->second.value)
                needed.insert(needed.end(), factors.begin(), factors.end());
    }
    std::vector<std::string> result;
    for (const auto& name : all) {
        const auto factors = split(name, '-');
        const auto has = [&](const std::string& factor) {
            return std::find(factors.begin(), factors.end(), factor) != factors.end();
        };
        const bool fits_version = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
            const auto parts = split(one, '-');
            return std::all_of(parts.begin(), parts.end(), has);
        });
        if (fits_version && std::all_of(needed.begin(), needed.end(), has)) result.push_back(name);
    }
    return result.empty() ? wanted : result;
}

std::vector<std::string> likeliest(std::vector<std::string> names, const std::string& version) {
    std::vector<std::string> own;
    for (const auto& name : names)
        for (const auto& factor : split(name, '-'))
            if (const auto python = profile::python_of_factor(factor); !python.empty() && python == version)
                append_once(own, name);
    if (!own.empty()) return own;
    const size_t best = newest(names);
    if (best != std::string::npos) names.insert(names.begin(), std::string(names[best]));
    return names;
}

}  // namespace testskew::ci
