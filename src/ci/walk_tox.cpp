// tox: its environments are read from its files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/tox_call.hpp"
#include "ci/tox_names.hpp"
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

/// A value of tox without testskew's own names of places.
std::string without_places(std::string value) {
    for (size_t at; (at = value.find("{testskew.project}/")) != std::string::npos;)
        value.erase(at, std::string_view("{testskew.project}/").size());
    for (size_t at; (at = value.find("{testskew.project}")) != std::string::npos;)
        value.replace(at, std::string_view("{testskew.project}").size(), ".");
    return value;
}

/// The way from a folder of the project to its root: "../.." for "a/b"; "." for a folder that is not below the root.
std::string way_back(const std::string& folder) {
    const fs::path below = fs::path(folder).lexically_normal();
    if (below.is_absolute() || below.empty() || *below.begin() == "..") return ".";
    fs::path way;
    for (const fs::path& part : below)
        if (part != "." && !part.empty()) way /= "..";
    return way.empty() ? "." : way.string();
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
    for (const auto& one : call.overrides)
        once(leg_.not_knowable, fmt::format("what tox -x {} changes ({})", one, here.origin.text()));
    std::vector<std::string> names = call.names;
    for (const char* variable : {"TOXENV", "TOX_ENV"})
        if (const auto set = here.environ.find(variable);
            names.empty() && set != here.environ.end() && set->second.value)
            names = comma_list(*set->second.value);
    std::unique_ptr<profile::ToxConfiguration> configuration;
    try {
        configuration = profile::tox_configuration(fs::path(tree_.root) / here.cwd, call.file);
    } catch (const Error& error) {
        once(leg_.not_knowable, error.what());
        return true;
    }
    if (!configuration) {
        once(leg_.not_knowable, fmt::format("{}: tox is called, and there is no {}", here.origin.text(),
                                            call.file.empty() ? "tox.ini, tox.toml or [tool.tox]" : call.file));
        return true;
    }
    for (const char* file : {"tox.ini", "setup.cfg"})
        if (const auto ini = tree_.read(path(here, file)); names.empty() && ini)
            names = names_for_version(*ini, here, configuration->names());
    const bool all = names.empty();
    if (all) names = configuration->run_by_default();
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
        const auto before = leg_.setup;
        tox_environment(name, call, here);
        if (leg_.pytest && several) return true;
        if (several) leg_.setup = before;  // what another environment does is nothing that the tests need
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
        // Known only once the environment exists, or to a run.
        const bool gap = value.find("{env") != std::string::npos || value.find('$') != std::string::npos;
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

void Walk::tox_environment(const std::string& name, const ToxCall& call, Here here) {
    profile::ToxAsk ask;
    ask.posargs = call.posargs;
    ask.own_folders = true;
    // What only a run knows is not unset, so that no default stands for it.
    const auto of_runner = [this, outer = here](const std::string& asked) -> std::optional<std::string> {
        return variable(outer, asked).value_or("$" + asked);
    };
    ask.variable = of_runner;
    const auto configuration = profile::tox_configuration(fs::path(tree_.root) / here.cwd, call.file);
    const auto first = configuration->environment(name, ask);
    const auto& set_env = first.set_env;
    if (!first.change_dir.empty()) ask.root = way_back(first.change_dir);
    // {env:NAME} in a command is what set_env sets, else the variable of the CI.
    ask.variable = [of_runner, set_env](const std::string& asked) -> std::optional<std::string> {
        for (const auto& [set, value] : set_env)
            if (set == asked) return without_places(value);
        return of_runner(asked);
    };
    auto environment = configuration->environment(name, ask);
    environment.set_env = set_env;
    for (const auto& one : environment.not_understood)
        if (!one.starts_with("commands_p") && !one.ends_with(" in install_command"))
            once(leg_.warn, fmt::format("{}: of the environment {} this is not taken over: {}",
                                        path(here, environment.file), name, one));
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
