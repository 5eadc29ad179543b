// tox: its environments are read from its files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/ini.hpp"
#include "profile/tox_environment.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

/// Whether a name fits a pattern of tox: "GITHUB_*".
bool fits(const std::string& name, const std::string& pattern) {
    const size_t star = pattern.find('*');
    if (star == std::string::npos) return lower(name) == lower(pattern);
    const std::string start = pattern.substr(0, star), end = pattern.substr(star + 1);
    return name.size() >= start.size() + end.size() && lower(name).starts_with(lower(start)) &&
           lower(name).ends_with(lower(end));
}

/// What tox 4 passes on without being asked (tox/tox_env/api.py and tox/tox_env/python/api.py).
bool passed_by_tox(const std::string& name) {
    static const std::initializer_list<const char*> names = {"https_proxy",
                                                             "http_proxy",
                                                             "no_proxy",
                                                             "LANG",
                                                             "LANGUAGE",
                                                             "CURL_CA_BUNDLE",
                                                             "SSL_CERT_FILE",
                                                             "CC",
                                                             "CFLAGS",
                                                             "CCSHARED",
                                                             "CXX",
                                                             "CPPFLAGS",
                                                             "LD_LIBRARY_PATH",
                                                             "LDFLAGS",
                                                             "HOME",
                                                             "FORCE_COLOR",
                                                             "NO_COLOR",
                                                             "NETRC",
                                                             "TMPDIR",
                                                             "NIX_LD",
                                                             "NIX_LD_LIBRARY_PATH",
                                                             "REQUESTS_CA_BUNDLE",
                                                             "PKG_CONFIG",
                                                             "PKG_CONFIG_PATH",
                                                             "PKG_CONFIG_SYSROOT_DIR",
                                                             "PIP_*",
                                                             "VIRTUALENV_*",
                                                             "UV_*"};
    return std::any_of(names.begin(), names.end(), [&](const char* one) { return fits(name, one); });
}

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

/// The environments that tox-gh-actions and tox-gh choose for the runner's Python; empty if neither is configured.
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

/// What a call of tox asks for.
struct ToxCall {
    bool runs = true;  ///< false: it only prints something, or makes environments
    std::vector<std::string> names;
    std::optional<Words> posargs;
    std::string factor;  ///< of -f; "" for none
    std::string folder;  ///< of --root or --conf; "" for none
};

ToxCall tox_call(const Words& words) {
    ToxCall call;
    for (size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--") {
            call.posargs = Words(words.begin() + static_cast<long>(i) + 1, words.end());
            return call;
        }
        const bool other = i == 1 && one_of(word, {"config", "c", "list", "l", "depends", "de", "devenv", "d",
                                                   "quickstart", "q", "schema"});
        if (other || one_of(word, {"--notest", "-n", "--version", "--showconfig", "-l", "--help", "-a"}))
            call.runs = false;
        if (word == "-e" && i + 1 < words.size()) {
            call.names = comma_list(words[++i]);
        } else if (word.starts_with("-e") && word.size() > 2) {
            call.names = comma_list(word.substr(2));
        } else if (one_of(word, {"-c", "--conf", "--root"}) && i + 1 < words.size()) {
            const fs::path place = words[++i];
            call.folder = place.has_extension() ? place.parent_path().string() : place.string();
        } else if (word == "-f" && i + 1 < words.size()) {
            call.factor = words[++i];
        } else if (one_of(word, {"--workdir", "--colored", "--result-json", "--installpkg", "-x", "--override", "-m",
                                 "--discover", "--hashseed", "--temp-dir"}) &&
                   i + 1 < words.size()) {
            ++i;
        } else if (one_of(word, {"-p", "--parallel", "-s", "--skip-missing-interpreters"}) && i + 1 < words.size() &&
                   !words[i + 1].starts_with('-')) {
            ++i;  // their values may be left out
        }
    }
    return call;
}

/// Of several environments: the one of the runner's own Python, else all with the newest one first.
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

/// A value of tox without testskew's own names of places.
std::string without_places(std::string value) {
    for (size_t at; (at = value.find("{testskew.project}/")) != std::string::npos;)
        value.erase(at, std::string_view("{testskew.project}/").size());
    for (size_t at; (at = value.find("{testskew.project}")) != std::string::npos;)
        value.replace(at, std::string_view("{testskew.project}").size(), ".");
    return value;
}

}  // namespace

bool Walk::tox(const Words& words, Here& here) {
    if (words.size() > 1 && one_of(words[1], {"exec", "e"})) {
        if (!reached_) leg_.setup.push_back({join(words, " "), here.origin});
        return true;
    }
    ToxCall call = tox_call(words);
    if (!call.runs) return true;
    if (!call.folder.empty()) here.cwd = path(here, call.folder);
    std::vector<std::string> names = call.names;
    for (const char* variable : {"TOXENV", "TOX_ENV"})
        if (const auto set = here.environ.find(variable);
            names.empty() && set != here.environ.end() && set->second.value)
            names = comma_list(*set->second.value);
    std::unique_ptr<profile::ToxConfiguration> configuration;
    try {
        configuration = profile::tox_configuration(fs::path(tree_.root) / here.cwd);
    } catch (const Error& error) {
        once(leg_.not_knowable, error.what());
        return true;
    }
    if (!configuration) {
        once(leg_.not_knowable,
             fmt::format("{}: tox is called, and there is no tox.ini, tox.toml or [tool.tox]", here.origin.text()));
        return true;
    }
    for (const char* file : {"tox.ini", "setup.cfg"})
        if (const auto ini = tree_.read(path(here, file)); names.empty() && ini)
            names = names_for_version(*ini, here, configuration->names());
    const bool all = names.empty();
    if (all) names = configuration->names();
    if (all && !call.factor.empty())
        std::erase_if(names, [&](const std::string& name) {
            const auto factors = split(name, '-');
            return std::find(factors.begin(), factors.end(), call.factor) == factors.end();
        });
    if (names.size() > 1) {
        once(leg_.warn, fmt::format("{}: one call of tox runs {} environments", here.origin.text(), names.size()));
        names = likeliest(names, here.python.value);
    }
    const bool several = names.size() > 1;
    for (const auto& name : names) {
        if (name.find('$') != std::string::npos) {
            once(leg_.not_knowable, fmt::format("the environment of tox: {} ({})", name, here.origin.text()));
            continue;
        }
        tox_environment(name, call.posargs, here);
        if (leg_.pytest && several) return true;
    }
    return true;
}

/// What an environment of tox installs before its commands.
void Walk::tox_packages(const profile::ToxEnvironment& environment, Here& here) {
    Packages& packages = *here.packages;
    const Origin origin{path(here, environment.file), 0};
    if (environment.from_lock) {
        const ProjectAs project = !environment.installs_project ? ProjectAs::not_installed
                                  : environment.editable        ? ProjectAs::editable
                                                                : ProjectAs::wheel;
        packages.lock = LockUse{path(here, "uv.lock"), "uv", environment.groups, environment.extras, project, origin};
        return;
    }
    Here inside = here;
    inside.origin = origin;
    for (const auto& group : environment.groups) packages.lines.push_back({"--group " + group, here.cwd, origin});
    for (const auto& dep : environment.deps)
        pip(dep.starts_with('-') ? shell_words(dep) : Words{dep}, packages, inside);
    const std::string extras = environment.extras.empty() ? "" : "[" + join(environment.extras, ",") + "]";
    if (environment.installs_project)
        packages.lines.push_back({(environment.editable ? "-e ." : ".") + extras, here.cwd, origin});
}

/// tox passes on a few variables and those of pass_env, and sets those of set_env.
void Walk::tox_environ(const profile::ToxEnvironment& environment, Here& here) {
    std::map<std::string, CiVariable> passed;
    for (const auto& [variable, value] : here.environ) {
        const bool asked = std::any_of(environment.pass_env.begin(), environment.pass_env.end(),
                                       [&n = variable](const auto& pattern) { return fits(n, pattern); });
        if (asked || passed_by_tox(variable))
            passed[variable] = value;
        else
            append_once(here.dropped, variable);
    }
    ToxUse use{environment.name, environment.file, environment.pass_env, {}};
    for (const auto& [variable, raw] : environment.set_env) {
        const std::string value = without_places(raw);
        const bool gap = value.find("{env") != std::string::npos;  // known only once the environment exists
        passed[variable] = {
            gap ? std::nullopt : std::optional(value), gap ? value : "", {path(here, environment.file), 0}};
        use.set_env.emplace_back(variable, value);
    }
    here.environ = std::move(passed);
    here.tox = std::move(use);
}

/// The interpreter of an environment: base_python, else the factor of its name, else the one that runs tox.
void Walk::tox_python(const profile::ToxEnvironment& environment, Here& here) const {
    std::string python, source = "basepython in " + environment.file;
    for (const auto& word : split(environment.base_python, ' '))
        if (python.empty()) python = profile::python_of_factor(word);
    for (const auto& factor : split(environment.name, '-'))
        if (python.empty() && !profile::python_of_factor(factor).empty()) {
            python = profile::python_of_factor(factor);
            source = "tox's environment name " + environment.name;
        }
    if (python.empty()) return;
    const bool same = here.python.value.starts_with(python);
    here.python_source = same ? here.python_source + ", through " + source : source;
    if (!same) here.python = {python, {path(here, environment.file), 0}};
}

void Walk::tox_environment(const std::string& name, const std::optional<Words>& posargs, Here here) {
    profile::ToxAsk ask;
    ask.posargs = posargs;
    ask.own_folders = true;
    ask.variable = [environ = here.environ](const std::string& variable) { return runner_variable(environ, variable); };
    const auto configuration = profile::tox_configuration(fs::path(tree_.root) / here.cwd);
    const auto set_env = configuration->environment(name, ask).set_env;
    // {env:NAME} in a command is what set_env sets, else the variable of the CI.
    ask.variable = [environ = here.environ, set_env](const std::string& variable) -> std::optional<std::string> {
        for (const auto& [set, value] : set_env)
            if (set == variable) return without_places(value);
        return runner_variable(environ, variable);
    };
    auto environment = configuration->environment(name, ask);
    environment.set_env = set_env;
    own_.push_back(std::make_unique<Packages>());
    here.packages = own_.back().get();
    here.packages->touched = true;
    here.in_tool = true;
    tox_packages(environment, here);
    tox_environ(environment, here);
    tox_python(environment, here);
    here.origin = {path(here, environment.file), 0};
    if (!environment.change_dir.empty()) here.cwd = path(here, environment.change_dir);
    for (const auto* list : {&environment.commands_pre, &environment.commands})
        for (Words one : *list) {
            while (!one.empty() && (one[0] == "-" || one[0] == "!")) one.erase(one.begin());
            if (!one.empty() && (one[0].starts_with('-') || one[0].starts_with('!'))) one[0].erase(0, 1);
            Here inner = here;
            if (!one.empty()) command(one, inner);
        }
    opaque("tox's environment " + name, name, here);
}

}  // namespace testskew::ci
