// From names to finished profiles.
#include <fmt/format.h>

#include <algorithm>

#include "profile/resolve.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

template <class Value>
void take(const Settings& settings, const std::string& name, Value& into) {
    const auto found = settings.find(name);
    if (found != settings.end()) into = std::get<std::decay_t<Value>>(found->second.value);
}

template <class Value>
void take(const Settings& settings, const std::string& name, std::optional<Value>& into) {
    const auto found = settings.find(name);
    if (found != settings.end()) into = std::get<Value>(found->second.value);
}

std::string text_of(const Settings& settings, const std::string& name) {
    std::string text;
    take(settings, name, text);
    return text;
}

void host_of(const Settings& settings, HostSettings& host) {
    if (const auto umask = text_of(settings, "host.umask"); !umask.empty())
        host.umask = static_cast<unsigned>(std::stoul(umask, nullptr, 8));
    if (const auto found = settings.find("host.terminal"); found != settings.end()) {
        if (const auto* size = std::get_if<std::vector<std::string>>(&found->second.value)) {
            host.terminal = true;
            host.columns = std::stoi(size->at(0));
            host.rows = std::stoi(size->at(1));
        } else {
            host.terminal = std::get<bool>(found->second.value);
        }
    }
    take(settings, "host.user", host.user);
    if (const auto found = settings.find("host.cpus"); found != settings.end())
        host.cpus = static_cast<int>(std::get<long>(found->second.value));
    for (const auto& [name, entry] : settings)
        if (name.starts_with("host.limits.")) host.limits[name.substr(12)] = std::get<long>(entry.value);
}

void git_of(const Settings& settings, GitSettings& git) {
    if (const auto found = settings.find("git.depth"); found != settings.end())
        git.depth = static_cast<int>(std::get<long>(found->second.value));
    take(settings, "git.tags", git.tags);
    take(settings, "git.branch", git.branch);
}

FilesSpec files_of(const std::string& text) {
    if (text == "tracked") return {FilesSpec::Kind::tracked, {}};
    if (text.starts_with("ref:")) return {FilesSpec::Kind::ref, text.substr(4)};
    return {};
}

Profile profile_of(const Layer& layer) {
    const Settings& settings = layer.settings;
    Profile profile;
    profile.name = layer.name;
    profile.origin = layer.origin;
    profile.directory = layer.directory;
    take(settings, "python", profile.python);
    take(settings, "requirements", profile.requirements);
    take(settings, "lock", profile.lock);
    take(settings, "as_of", profile.as_of);
    const std::string seed = text_of(settings, "seed");
    profile.seed = seed == "uv" ? Seed::uv : seed == "none" ? Seed::none : Seed::venv;
    for (const auto& [name, entry] : settings)
        if (name.starts_with("environ.")) {
            const auto* value = std::get_if<std::string>(&entry.value);
            profile.environ[name.substr(8)] = value ? std::optional(*value) : std::nullopt;
        }
    take(settings, "inherit", profile.inherit);
    profile.files = files_of(text_of(settings, "files"));
    take(settings, "targets", profile.selection.targets);
    take(settings, "pytest", profile.selection.options);
    if (text_of(settings, "invocation") == "python -m pytest")
        profile.selection.invocation = Invocation::python_m_pytest;
    take(settings, "setup", profile.setup);
    host_of(settings, profile.host);
    git_of(settings, profile.git);
    take(settings, "exclusive", profile.exclusive);
    profile.home_inherit = text_of(settings, "home") == "inherit";
    return profile;
}

void check_file(const Layer& layer, const std::string& setting, const std::string& file) {
    const fs::path path = (layer.directory / file).lexically_normal();
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        throw Error(fmt::format("{}: {} names {}, which is not there", layer.settings.at(setting).place, setting,
                                label_of(path)));
}

/// The file that a line "-r FILE" or "-c FILE" names, "" where it is no such line or a URL.
std::string named_file(const std::string& line) {
    for (const std::string option : {"--requirement", "--constraint", "-r", "-c"}) {
        if (!line.starts_with(option)) continue;
        std::string_view rest = std::string_view(line).substr(option.size());
        if (option.size() > 2 && !rest.empty() && rest[0] != ' ' && rest[0] != '=') continue;
        if (rest.starts_with('=')) rest.remove_prefix(1);
        rest = trim(rest.substr(0, rest.find(" #")));
        return rest.find("://") == std::string_view::npos && rest.find('$') == std::string_view::npos
                   ? std::string(rest)
                   : "";
    }
    return {};
}

void check(const Layer& layer, const Profile& profile) {
    if (profile.python.empty())
        throw Error(
            fmt::format("the profile {} ({}) names no interpreter: {}", profile.name, layer.origin,
                        layer.origin == "built in" ? "extend it in testskew.toml" : "add python = \"3.11\" to it"));
    if (profile.lock) check_file(layer, "lock", *profile.lock);
    if (profile.requirements)
        for (const auto& line : *profile.requirements)
            if (const auto file = named_file(line); !file.empty()) check_file(layer, "requirements", file);
}

std::string summary_of(const Layer& layer) {
    if (!layer.description.empty()) return layer.description;
    std::vector<std::string> parts;
    if (const auto python = text_of(layer.settings, "python"); !python.empty()) parts.push_back("Python " + python);
    if (!layer.extends.empty()) parts.push_back("extends " + join(layer.extends, ", "));
    return join(parts, ", ");
}

/// Which profile a side is: what was asked, else [run], else the usual name where the project has it.
std::string side(const Project& project, const std::optional<std::string>& asked,
                 const std::optional<std::string>& configured, const std::string& usual, const std::string& option) {
    if (asked) return *asked;
    if (configured) return *configured;
    std::vector<std::string> names;
    for (const auto& layer : project.profiles->profiles) names.push_back(layer.name);
    if (std::find(names.begin(), names.end(), usual) != names.end()) return usual;
    if (names.empty())
        throw Error(
            fmt::format("{} is missing: name two profiles, as in --bad 3.11 --good 3.12, or write them into "
                        "testskew.toml (built in are {})",
                        option, join(built_in_names(), ", ")));
    throw Error(
        fmt::format("{} is missing and testskew.toml has neither [run] nor a profile \"{}\"; its profiles are {}",
                    option, usual, join(names, ", ")));
}

}  // namespace

Profile load(const Project& project, const std::string& name_or_file_or_version) {
    const Layer layer = resolve(project, find_layer(project, name_or_file_or_version, fs::current_path()));
    Profile profile = profile_of(layer);
    check(layer, profile);
    return profile;
}

ProfilePair load_pair(const Project& project, const LoadOptions& options) {
    ProfilePair pair{load(project, side(project, options.bad, project.run_bad, "ci", "--bad")),
                     load(project, side(project, options.good, project.run_good, "local", "--good"))};
    for (Profile* profile : {&pair.bad, &pair.good}) {
        if (!options.targets.empty()) profile->selection.targets = options.targets;
        profile->selection.options.insert(profile->selection.options.end(), options.pytest_args.begin(),
                                          options.pytest_args.end());
    }
    if (pair.bad.name == pair.good.name) {
        pair.bad.name += "-bad";
        pair.good.name += "-good";
    }
    return pair;
}

std::vector<Summary> list(const Project& project) {
    std::vector<Summary> result;
    for (const auto& layer : project.profiles->profiles)
        result.push_back({layer.name, layer.origin, summary_of(layer)});
    for (const auto& name : built_in_names()) {
        const bool hidden = std::any_of(result.begin(), result.end(), [&](const Summary& s) { return s.name == name; });
        if (!hidden) result.push_back({name, "built in", summary_of(*built_in(name))});
    }
    return result;
}

}  // namespace testskew::profile
