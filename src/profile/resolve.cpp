#include "profile/resolve.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "embedded/profiles.hpp"
#include "profile/in_use.hpp"
#include "profile/leg.hpp"
#include "profile/rebase.hpp"
#include "profile/suggestion.hpp"
#include "profile/tool_sides.hpp"
#include "profile/tox_environment.hpp"
#include "profile/virtual_environment.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// What identifies a profile in a chain of `extends`. The name alone is not enough, as two files may each have a
/// profile `ci`.
std::string identity(const Settings& settings) { return settings.origin + '\n' + settings.name; }

/// Splits "folder/testskew.toml:ci" into the file and the name; the name is "" if none was given.
std::pair<std::string, std::string> file_and_name(const std::string& asked) {
    const auto at = asked.rfind(".toml:");
    if (at == std::string::npos) return {asked, ""};
    return {asked.substr(0, at + 5), asked.substr(at + 6)};
}

Settings from_file(const std::string& asked, const fs::path& from) {
    const auto [file, name] = file_and_name(asked);
    const fs::path path = (from / file).lexically_normal();
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        throw Error(fmt::format("{}: there is no such profile file", label_of(path)));
    const ConfigFile config = read_config(read_toml(path), path, label_of(path), path.filename() == "testskew.toml");
    std::vector<std::string> names;
    for (const auto& settings : config.profiles) {
        names.push_back(settings.name);
        if (settings.name == name) return settings;
    }
    if (name.empty() && config.profiles.size() == 1) return config.profiles.front();
    if (names.empty()) throw Error(fmt::format("{} holds no profile", label_of(path)));
    if (name.empty())
        throw Error(fmt::format("{} holds several profiles: say which, as in {}:{} (it has {})", label_of(path),
                                printable(file), names[0], join(names, ", ")));
    throw Error(fmt::format("{} has no profile \"{}\"; it has {}", label_of(path), printable(name), join(names, ", ")));
}

/// The name of a profile that is the path of an interpreter: the file name of the program. If that is only "python", it
/// is the name of the folder that contains bin/.
std::string interpreter_name(const fs::path& path) {
    std::string name = path.filename().string();
    const auto folder = path.parent_path();
    if ((name == "python" || name == "python3") && folder.filename() == "bin")
        name = folder.parent_path().filename().string();
    while (name.starts_with('.') || name.starts_with('-')) name.erase(0, 1);
    for (char& c : name)
        if (!valid_name(std::string("a") + c)) c = '-';
    return valid_name(name) ? name : "python";
}

/// The settings of a profile that only names an interpreter.
Settings bare(const std::string& name, const std::string& python, const fs::path& directory) {
    Settings settings;
    settings.name = name;
    settings.origin = "command line";
    settings.directory = directory;
    settings.keys["python"] = {python, "command line", directory};
    return settings;
}

/// The profile `here`.
Settings python_here(const fs::path& project) {
    const PythonInUse used = python_in_use(project);
    Settings settings = bare("here", used.python.string(), project);
    if (used.installed) settings.keys["installed"] = {true, used.how, project};
    settings.keys["python"].place = used.how;
    return settings;
}

bool is_interpreter_path(const std::string& asked, const fs::path& from) {
    std::error_code error;
    return asked.find('/') != std::string::npos || asked.starts_with('~') ||
           (fs::exists(from / asked, error) && fs::exists(from / asked / "bin" / "python", error)) ||
           !virtual_environment_of(from / asked).empty();
}

/// Throws Error for a file that is no interpreter, as its name or its mode says.
void check_startable(const std::string& asked, const fs::path& file) {
    static const std::set<std::string> others = {".yml",  ".yaml", ".xml", ".json", ".jsonl", ".txt",
                                                 ".lock", ".ini",  ".cfg", ".py",   ".log"};
    const std::string extension = fs::path(asked).extension().string();
    std::error_code error;
    const bool cannot_be = !lower(file.filename().string()).starts_with("py") && fs::is_regular_file(file, error) &&
                           ::access(file.c_str(), X_OK) != 0;
    if (!others.count(extension) && !cannot_be) return;
    const bool workflow = extension == ".yml" || extension == ".yaml";
    throw Error(fmt::format("{} is no side: {}", printable(asked),
                            workflow ? "`testskew init FILE` writes what a workflow's job sets into testskew.toml"
                                     : "a profile's name, a TOML file, a version, a virtual environment or an "
                                       "interpreter is expected"));
}

[[noreturn]] void unknown(const Project& project, const std::string& asked) {
    const auto names = known_names(project);
    throw Error(
        fmt::format("there is no profile \"{}\"{}; the profiles are {} (a version such as 3.11, `here`, tox:NAME, "
                    "nox:NAME, the path of a virtual environment or interpreter, or a TOML file will do, too)",
                    printable(asked), suggestion(asked, names), join(names, ", ")));
}

/// The setting as it must be written in a file of the folder `to`, with its relative paths changed.
Setting moved(const std::string& name, Setting setting, const fs::path& to) {
    if (setting.directory.empty() || setting.directory == to) return setting;
    if (name == "requirements") {
        for (auto& line : std::get<std::vector<std::string>>(setting.value))
            line = rebase_line(line, setting.directory, to);
    } else if (name == "lock" || name == "python") {
        auto& text = std::get<std::string>(setting.value);
        const bool path = name == "lock" || (text.find('/') != std::string::npos && !text.starts_with('~')) ||
                          !environment_named(text, setting.directory).empty();
        if (path && !fs::path(text).is_absolute()) text = (setting.directory / text).lexically_normal().string();
    }
    setting.directory = to;
    return setting;
}

/// Merges the keys of a child into those of its parents. The child's keys win.
void merge(const SettingMap& over, SettingMap& into, const fs::path& directory) {
    // What is installed is inherited as a whole: a lock replaces inherited requirements, and requirements replace an
    // inherited lock.
    if (over.count("lock") || over.count("requirements")) {
        into.erase("requirements");
        into.erase("lock");
    }
    for (const auto& [name, setting] : over) into[name] = moved(name, setting, directory);
}

/// What is known while profiles are followed.
struct Followed {
    std::vector<std::pair<std::string, std::string>> chain;  ///< those that are being followed, as identity and name
    std::map<std::string, SettingMap> keys;                  ///< what those have that were followed to their end
};

constexpr std::size_t longest_chain = 1000;

/// The keys of a profile, merged with those of everything that it extends. Each profile is followed once, however many
/// others extend it.
SettingMap keys_of(const Project& project, const Settings& settings, const fs::path& directory, Followed& followed) {
    const std::string id = identity(settings);
    if (const auto known = followed.keys.find(id); known != followed.keys.end()) return known->second;
    auto& chain = followed.chain;
    const auto seen = std::find_if(chain.begin(), chain.end(), [&](const auto& link) { return link.first == id; });
    if (seen != chain.end()) {
        std::string names;
        for (auto link = seen; link != chain.end(); ++link) names += link->second + " -> ";
        throw Error(fmt::format("{}: profiles extend each other in a circle: {}{}", settings.extends_place, names,
                                settings.name));
    }
    if (chain.size() >= longest_chain)
        throw Error(fmt::format("{}: more than {} profiles extend each other", settings.extends_place, longest_chain));
    chain.emplace_back(id, settings.name);
    SettingMap keys;
    for (const auto& parent : settings.extends) {
        // A profile of the project may have the same name as the built-in one that it extends.
        const auto same = parent == settings.name && settings.origin != "built in" ? built_in(parent) : std::nullopt;
        try {
            merge(keys_of(project, same ? *same : find_settings(project, parent, settings.directory), directory,
                          followed),
                  keys, directory);
        } catch (const Error& error) {
            const std::string message = error.what();
            if (message.starts_with("there is no profile"))
                throw Error(fmt::format("{}: {}", settings.extends_place, message));
            throw;
        }
    }
    merge(settings.keys, keys, directory);
    chain.pop_back();
    return followed.keys[id] = keys;
}

}  // namespace

std::optional<Settings> built_in(const std::string& name) {
    for (const auto& [path, content] : embedded::profiles())
        if (path == name + ".toml") {
            const std::string label = "built in " + name;
            return read_settings(parse_toml(content, label), {name, "built in", {}, label});
        }
    return std::nullopt;
}

std::vector<std::string> built_in_names() {
    std::vector<std::string> names;
    for (const auto& [path, content] : embedded::profiles())
        if (path.ends_with(".toml")) names.emplace_back(path.substr(0, path.size() - 5));
    // Shorter names come first, so that 3.8 comes before 3.10.
    const auto rank = [](const std::string& name) {
        return std::pair(name.starts_with("3.") ? name.size() : 99, name);
    };
    std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return names;
}

std::vector<std::string> known_names(const Project& project) {
    std::vector<std::string> names;
    for (const auto& settings : project.profiles->profiles) names.push_back(settings.name);
    for (auto& name : built_in_names())
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    return names;
}

bool is_bare_version(const std::string& text) {
    std::string_view rest = text;
    const size_t word = std::min(rest.find_first_of("0123456789"), rest.size());
    const std::string name = lower(rest.substr(0, word));
    for (const auto* other : {"pypy", "graalpy", "jython", "ironpython", "micropython", "pyston", "rustpython"})
        if (name.starts_with(other)) return true;
    if (!name.empty() && name != "python" && name != "cpython" && name != "cpython-" && name != "py") return false;
    rest.remove_prefix(word);
    if (rest.empty()) return name == "python";
    return (rest[0] == '2' || rest[0] == '3') && rest.find_first_not_of("0123456789.abrctd") == std::string_view::npos;
}

Settings find_settings(const Project& project, const std::string& asked, const fs::path& from) {
    for (const auto& settings : project.profiles->profiles)
        if (settings.name == asked) return settings;
    if (auto settings = built_in(asked)) return *settings;
    if (asked.find('\0') != std::string::npos || asked.empty()) unknown(project, asked);
    if (auto settings = tool_side(asked, project.root)) return *settings;
    if (auto settings = leg_settings(project, asked, from)) return *settings;
    if (asked == "here") return python_here(project.root);
    if (asked.ends_with(".toml") || asked.find(".toml:") != std::string::npos) return from_file(asked, from);
    if (is_interpreter_path(asked, from)) {
        const fs::path path = asked.starts_with('~') ? fs::path(asked) : (from / asked).lexically_normal();
        check_startable(asked, path);
        return bare(interpreter_name(path), path.string(), project.root);
    }
    if (const auto version = python_of_factor(asked); !version.empty()) return bare(asked, version, project.root);
    if (is_bare_version(asked)) return bare(asked, asked, project.root);
    unknown(project, asked);
}

Settings asked_settings(const Project& project, const std::string& asked, const fs::path& from) {
    Settings settings = find_settings(project, asked, from);
    const bool plain = settings.origin == "built in" || settings.origin == "command line";
    if (plain && is_bare_version(asked)) add_tox_environment(asked, project.root, settings);
    return settings;
}

Settings resolve(const Project& project, const Settings& settings) {
    Settings result = settings;
    if (result.directory.empty()) result.directory = project.root;
    Followed followed;
    result.keys = keys_of(project, settings, result.directory, followed);
    return result;
}

}  // namespace testskew::profile
