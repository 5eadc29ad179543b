// This file knows the keys of a profile and what each may hold. It knows nothing of other profiles, of the disk, or of
// what the values are used for.
#include "profile/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/values.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// The only key of which `name` is the beginning: "environ" for "env". "" if there is none, or if there are several.
std::string longer(const std::string& name, const std::vector<std::string>& keys) {
    const auto begins = [&](const std::string& key) { return key.starts_with(name); };
    constexpr size_t shortest = 3;
    if (name.size() < shortest || std::count_if(keys.begin(), keys.end(), begins) != 1) return "";
    return *std::find_if(keys.begin(), keys.end(), begins);
}

const std::vector<std::string> profile_keys = {
    "extends", "description", "python", "installed", "requirements", "lock", "as_of", "seed",      "files", "targets",
    "pytest",  "invocation",  "setup",  "inherit",   "environ",      "host", "git",   "exclusive", "home"};
const std::vector<std::string> host_keys = {"umask", "terminal", "user", "cpus", "limits", "exclusive", "home"};
const std::vector<std::string> git_keys = {"depth", "tags", "branch"};
const std::vector<std::string> limit_keys = {"as",      "core",     "cpu",        "data",   "fsize", "locks",
                                             "memlock", "msgqueue", "nice",       "nofile", "nproc", "rss",
                                             "rtprio",  "rttime",   "sigpending", "stack"};

/// Reads the table of one profile into `settings`.
class Reader {
public:
    Reader(Settings& settings, std::string label) : settings_(settings), label_(std::move(label)) {}

    void profile(const Node& table, const std::string& where) {
        for (const auto& member : table.members) {
            check_key(member, profile_keys, where);
            if (member.name == "environ")
                environ(member);
            else if (member.name == "host")
                host(member);
            else if (member.name == "git")
                git(member);
            else if (member.name == "extends") {
                settings_.extends = value_of<std::vector<std::string>>(member, read_names);
                settings_.extends_place = place(member);
            } else if (member.name == "description")
                settings_.description = value_of<std::string>(member, read_string);
            else
                setting(member.name, member);
        }
    }

private:
    void setting(const std::string& name, const Node::Member& member) {
        if (settings_.keys.count(name)) fail(member, fmt::format("{} is set twice", name));
        settings_.keys[name] = {value_of<Value>(member, [&](const Node& node) { return read_value(name, node); }),
                                place(member), settings_.directory};
    }

    void environ(const Node::Member& member) {
        check_table(member);
        for (const auto& variable : member.value.members) {
            if (variable.name.empty() || variable.name.find_first_of(std::string_view("=\0", 2)) != std::string::npos)
                fail(variable, "this cannot be the name of an environment variable");
            setting("environ." + variable.name, variable);
        }
    }

    void host(const Node::Member& member) {
        check_table(member);
        for (const auto& key : member.value.members) {
            check_key(key, host_keys, "host");
            if (key.name == "limits") {
                check_table(key);
                for (const auto& limit : key.value.members) {
                    check_key(limit, limit_keys, "host.limits");
                    setting("host.limits." + limit.name, limit);
                }
            } else if (key.name == "exclusive" || key.name == "home") {
                setting(key.name, key);  // these keys may stand in [host] or outside of it
            } else {
                setting("host." + key.name, key);
            }
        }
    }

    void git(const Node::Member& member) {
        check_table(member);
        for (const auto& key : member.value.members) {
            check_key(key, git_keys, "git");
            setting("git." + key.name, key);
        }
    }

    void check_table(const Node::Member& member) const {
        if (!member.value.is(Node::Kind::table))
            fail(member, fmt::format("{} must be a table, not {}", member.name, kind_name(member.value.kind)));
    }

    void check_key(const Node::Member& member, const std::vector<std::string>& known, const std::string& where) const {
        if (std::find(known.begin(), known.end(), member.name) != known.end()) return;
        std::string near = nearest(member.name, known);
        if (near.empty()) near = longer(member.name, known);
        const std::string help = near.empty() ? "the keys are " + join(known, ", ") : "did you mean \"" + near + "\"?";
        fail(member, fmt::format("unknown key \"{}\" in {}; {}", printable(member.name), where, help));
    }

    template <class Type, class Read>
    Type value_of(const Node::Member& member, Read read) const {
        try {
            return read(member.value);
        } catch (const BadValue& bad) {
            throw Error(
                fmt::format("{}:{}:{}: {} {}", label_, bad.line, bad.column, printable(member.name), bad.what()));
        }
    }

    [[noreturn]] void fail(const Node::Member& member, const std::string& message) const {
        throw Error(fmt::format("{}:{}:{}: {}", label_, member.line, member.column, message));
    }

    std::string place(const Node::Member& member) const { return fmt::format("{}:{}", label_, member.line); }

    Settings& settings_;
    std::string label_;
};

std::string run_side(const Node::Member& member, const std::string& label) {
    if (!member.value.is(Node::Kind::string) || member.value.text.empty())
        throw Error(fmt::format("{}:{}:{}: {} must be the name of a profile, in quotes", label, member.value.line,
                                member.value.column, member.name));
    return member.value.text;
}

void read_run(const Node::Member& run, const std::string& label, ConfigFile& config) {
    if (!run.value.is(Node::Kind::table))
        throw Error(fmt::format("{}:{}:{}: run must be a table: [run]", label, run.line, run.column));
    for (const auto& member : run.value.members) {
        if (member.name == "bad")
            config.run_bad = run_side(member, label);
        else if (member.name == "good")
            config.run_good = run_side(member, label);
        else {
            const std::string near = nearest(member.name, {"bad", "good"});
            throw Error(fmt::format("{}:{}:{}: unknown key \"{}\" in [run]; {}", label, member.line, member.column,
                                    printable(member.name),
                                    near.empty() ? "the keys are bad and good" : "did you mean \"" + near + "\"?"));
        }
    }
}

void read_hook(const Node::Member& hook, const std::string& label, HookSettings& settings) {
    const auto fail = [&](const Node::Member& at, const std::string& what) {
        throw Error(fmt::format("{}:{}:{}: {}", label, at.line, at.column, what));
    };
    if (!hook.value.is(Node::Kind::table)) fail(hook, "hook must be a table: [hook]");
    for (const auto& member : hook.value.members) {
        if (member.name == "profiles") {
            settings.profiles = member.value.strings();
            const bool list =
                member.value.is(Node::Kind::array) && settings.profiles.size() == member.value.items.size();
            const bool empty = settings.profiles.empty() || settings.profiles[0].empty();
            if (empty || (!list && !member.value.is(Node::Kind::string)))
                fail(member, "profiles must be a list of names of profiles, in quotes");
        } else if (member.name == "budget") {
            if (!member.value.is(Node::Kind::integer) || member.value.integer <= 0)
                fail(member, "budget must be a number of seconds above 0");
            settings.budget = member.value.integer;
        } else {
            const std::string near = nearest(member.name, {"profiles", "budget"});
            fail(member,
                 fmt::format("unknown key \"{}\" in [hook]; {}", printable(member.name),
                             near.empty() ? "the keys are profiles and budget" : "did you mean \"" + near + "\"?"));
        }
    }
}

bool is_profile_key(const std::string& name) {
    return std::find(profile_keys.begin(), profile_keys.end(), name) != profile_keys.end();
}

/// The tables [profile.NAME] of a file, in its order.
std::vector<Settings> read_profiles(const Node::Member& member, const std::filesystem::path& directory,
                                    const std::string& label) {
    if (!member.value.is(Node::Kind::table))
        throw Error(fmt::format("{}:{}:{}: profiles are tables: [profile.NAME]", label, member.line, member.column));
    std::vector<Settings> profiles;
    for (const auto& profile : member.value.members) {
        const std::string place = fmt::format("{}:{}:{}", label, profile.line, profile.column);
        if (!valid_name(profile.name))
            throw Error(
                fmt::format("{}: \"{}\" cannot be the name of a profile: use letters, digits, \".\", \"_\", \"-\"",
                            place, printable(profile.name)));
        if (!profile.value.is(Node::Kind::table))
            throw Error(fmt::format("{}: {}", place,
                                    is_profile_key(profile.name)
                                        ? "this key needs the name of its profile: [profile.NAME]"
                                        : "a profile must be a table: [profile." + profile.name + "]"));
        profiles.push_back(read_settings(profile.value, {profile.name, label, directory, label}));
    }
    return profiles;
}

/// Throws Error for a key that may not stand at the top of a file, and says where it belongs.
[[noreturn]] void refuse_key(const Node::Member& member, const std::string& label) {
    const std::string near = nearest(member.name, {"run", "hook", "profile"});
    throw Error(fmt::format("{}:{}:{}: unknown key \"{}\"; {}", label, member.line, member.column,
                            printable(member.name),
                            is_profile_key(member.name) ? "it belongs into a profile: [profile.NAME]"
                            : near.empty()              ? "the tables are [run], [hook] and [profile.NAME]"
                                                        : "did you mean \"" + near + "\"?"));
}

}  // namespace

bool valid_name(const std::string& name) {
    if (name.empty() || name.size() > 100 || name.front() == '.' || name.front() == '-') return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c < 0x80 && std::isalnum(c)) || c == '.' || c == '_' || c == '-' || c == '+';
    });
}

std::string name_of_file(const std::filesystem::path& path, const std::string& otherwise) {
    std::string name = path.stem().string();
    for (char& c : name)
        if (!valid_name(std::string("a") + c)) c = '-';
    return valid_name(name) ? name : otherwise;
}

Settings read_settings(const Node& table, const TableSource& source) {
    Settings settings;
    settings.name = source.name;
    settings.origin = source.origin;
    settings.directory = source.directory;
    Reader(settings, source.label).profile(table, "profile " + source.name);
    return settings;
}

ConfigFile read_config(const Node& document, const std::filesystem::path& path, const std::string& label,
                       bool project_config) {
    ConfigFile config;
    config.path = path;
    const auto directory = path.parent_path();
    if (!project_config && !document.find("profile") && !document.find("run") && !document.find("hook")) {
        config.profiles.push_back(read_settings(document, {name_of_file(path, "profile"), label, directory, label}));
        return config;
    }
    for (const auto& member : document.members) {
        if (member.name == "run")
            read_run(member, label, config);
        else if (member.name == "hook")
            read_hook(member, label, config.hook);
        else if (member.name == "profile")
            config.profiles = read_profiles(member, directory, label);
        else
            refuse_key(member, label);
    }
    return config;
}

}  // namespace testskew::profile
