#include "profile/load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/resolve.hpp"
#include "util/error.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Puts the value of a key into a field of the profile; leaves the field as it is if the key is not set.
template <class Type>
void take(const SettingMap& keys, const std::string& name, Type& into) {
    const auto found = keys.find(name);
    if (found != keys.end()) into = std::get<std::decay_t<Type>>(found->second.value);
}

template <class Type>
void take(const SettingMap& keys, const std::string& name, std::optional<Type>& into) {
    const auto found = keys.find(name);
    if (found != keys.end()) into = std::get<Type>(found->second.value);
}

/// The text of a key; "" if it is not set.
std::string text_of(const SettingMap& keys, const std::string& name) {
    std::string text;
    take(keys, name, text);
    return text;
}

void host_of(const SettingMap& keys, HostSettings& host) {
    if (const auto umask = text_of(keys, "host.umask"); !umask.empty())
        host.umask = static_cast<unsigned>(std::stoul(umask, nullptr, 8));
    if (const auto found = keys.find("host.terminal"); found != keys.end()) {
        if (const auto* size = std::get_if<std::vector<std::string>>(&found->second.value)) {
            host.terminal = true;
            host.columns = std::stoi(size->at(0));
            host.rows = std::stoi(size->at(1));
        } else {
            host.terminal = std::get<bool>(found->second.value);
        }
    }
    take(keys, "host.user", host.user);
    if (const auto found = keys.find("host.cpus"); found != keys.end())
        host.cpus = static_cast<int>(std::get<long>(found->second.value));
    for (const auto& [name, setting] : keys)
        if (name.starts_with("host.limits.")) host.limits[name.substr(12)] = std::get<long>(setting.value);
}

void git_of(const SettingMap& keys, GitSettings& git) {
    if (const auto found = keys.find("git.depth"); found != keys.end())
        git.depth = static_cast<int>(std::get<long>(found->second.value));
    take(keys, "git.tags", git.tags);
    take(keys, "git.branch", git.branch);
}

FilesSpec files_of(const std::string& text) {
    if (text == "tracked") return {FilesSpec::Kind::tracked, {}};
    if (text.starts_with("ref:")) return {FilesSpec::Kind::ref, text.substr(4)};
    return {};
}

Profile profile_of(const Settings& settings) {
    const SettingMap& keys = settings.keys;
    Profile profile;
    profile.name = settings.name;
    profile.origin = settings.origin;
    profile.directory = settings.directory;
    profile.notes = settings.notes;
    profile.recording = settings.recording;
    profile.recorded_session = settings.recorded_session;
    take(keys, "python", profile.python);
    take(keys, "installed", profile.installed);
    take(keys, "requirements", profile.requirements);
    take(keys, "lock", profile.lock);
    take(keys, "as_of", profile.as_of);
    const std::string seed = text_of(keys, "seed");
    profile.seed = seed == "uv" ? Seed::uv : seed == "none" ? Seed::none : Seed::venv;
    for (const auto& [name, setting] : keys)
        if (name.starts_with("environ.")) {
            const auto* value = std::get_if<std::string>(&setting.value);
            profile.environ[name.substr(8)] = value ? std::optional(*value) : std::nullopt;
        }
    take(keys, "inherit", profile.inherit);
    profile.files = files_of(text_of(keys, "files"));
    take(keys, "targets", profile.selection.targets);
    take(keys, "pytest", profile.selection.options);
    if (text_of(keys, "invocation") == "python -m pytest") profile.selection.invocation = Invocation::python_m_pytest;
    take(keys, "setup", profile.setup);
    host_of(keys, profile.host);
    git_of(keys, profile.git);
    take(keys, "exclusive", profile.exclusive);
    profile.private_home = text_of(keys, "home") != "inherit";
    return profile;
}

/// Throws Error if the file that a key names is not there.
void check_file(const Settings& settings, const std::string& setting, const std::string& file) {
    const fs::path path = (settings.directory / file).lexically_normal();
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        throw Error(fmt::format("{}: {} names {}, which is not there", settings.keys.at(setting).place, setting,
                                label_of(path)));
}

/// The file that a line "-r FILE" or "-c FILE" names; "" for every other line, a URL and a path with a variable in it.
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

/// Throws Error if the profile is unfinished, or names a file that is not there.
void check(const Settings& settings, const Profile& profile) {
    if (profile.python.empty())
        throw Error(
            fmt::format("the profile {} ({}) names no interpreter: {}", profile.name, settings.origin,
                        settings.origin == "built in" ? "extend it in testskew.toml" : "add python = \"3.11\" to it"));
    if (profile.lock) {
        const RecordingName recording = recording_name(*profile.lock);
        check_file(settings, "lock", recording.names_one() ? recording.path : *profile.lock);
    }
    if (profile.requirements)
        for (const auto& line : *profile.requirements)
            if (const auto file = named_file(line); !file.empty()) check_file(settings, "requirements", file);
}

/// One line about a profile: its description, else its Python and what it extends.
std::string summary_of(const Settings& settings) {
    if (!settings.description.empty()) return settings.description;
    std::vector<std::string> parts;
    if (const auto python = text_of(settings.keys, "python"); !python.empty()) parts.push_back("Python " + python);
    if (!settings.extends.empty()) parts.push_back("extends " + join(settings.extends, ", "));
    return join(parts, ", ");
}

/// The name of one side's profile: what was asked, else what [run] says, else the usual name if the project has a
/// profile of that name. Throws Error (usage) if there is none.
std::string side(const Project& project, const std::optional<std::string>& asked,
                 const std::optional<std::string>& configured, const std::string& usual, const std::string& option) {
    if (asked) return *asked;
    if (configured) return *configured;
    std::vector<std::string> names;
    for (const auto& settings : project.profiles->profiles) names.push_back(settings.name);
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

Profile load(const Project& project, const std::string& asked, const fs::path& from, const Changes& changes,
             const std::string& prefix) {
    Settings settings = resolve(project, asked_settings(project, asked, from));
    std::vector<std::string> with;
    apply_changes(changes, from, prefix, settings, with);
    Profile profile = profile_of(settings);
    profile.with = std::move(with);
    if (const auto given = settings.keys.find("requirements");
        given != settings.keys.end() && given->second.place.starts_with("--")) {
        profile.requirements_option = given->second.place;
        if (!profile.notes.empty())
            profile.notes.push_back(
                fmt::format("{}: its requirements are replaced by {}", profile.origin, profile.requirements_option));
    }
    check(settings, profile);
    return profile;
}

std::string project_target(const Project& project, const std::string& target, const fs::path& from) {
    const size_t end = std::min(target.find("::"), target.size());
    const std::string path = target.substr(0, end);
    std::error_code error;
    const fs::path here = fs::weakly_canonical(from / path, error);
    if (error || path.empty() || fs::path(path).is_absolute() || !fs::exists(here, error)) return target;
    const std::string below = here.lexically_relative(project.root).string();
    return below.empty() || below.starts_with("..") ? target : below + target.substr(end);
}

ProfilePair load_pair(const Project& project, const LoadOptions& options) {
    Changes bad = options.changes, good = options.changes;
    add_changes(bad, options.bad_changes);
    add_changes(good, options.good_changes);
    ProfilePair pair{
        load(project, side(project, options.bad, project.run_bad, "ci", "--bad"), options.from, bad, "--bad-"),
        load(project, side(project, options.good, project.run_good, "local", "--good"), options.from, good, "--good-")};
    std::vector<std::string> targets;
    for (const auto& target : options.targets) targets.push_back(project_target(project, target, options.from));
    for (Profile* profile : {&pair.bad, &pair.good}) {
        if (!targets.empty()) profile->selection.targets = targets;
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
    for (const auto& settings : project.profiles->profiles)
        result.push_back({settings.name, settings.origin, summary_of(settings)});
    for (const auto& name : built_in_names()) {
        const bool hidden = std::any_of(result.begin(), result.end(), [&](const Summary& s) { return s.name == name; });
        if (!hidden) result.push_back({name, "built in", summary_of(*built_in(name))});
    }
    return result;
}

}  // namespace testskew::profile
