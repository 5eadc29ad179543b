#include "profile/changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/rebase.hpp"
#include "profile/values.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Applies the changes of one side, one value after the other.
class Changer {
public:
    Changer(const fs::path& from, const std::string& prefix, Settings& settings)
        : from_(from), prefix_(prefix), settings_(settings) {}

    std::vector<std::string> with;

    void apply(const std::string& key, const std::string& value) {
        option_ = prefix_ + key;
        if (key == "with")
            with.push_back(rebase_line(value, from_, settings_.directory));
        else if (key == "env" || key == "limit")
            pair(key == "env" ? "environ." : "host.limits.", value);
        else if (key == "unset")
            set("environ." + value, false);
        else if (key == "requirements")
            requirements(value);
        else if (key == "lock")
            set("lock", (from_ / value).lexically_normal().string());
        else if (key == "python")
            set("python", is_file(from_ / value) ? (from_ / value).lexically_normal().string() : value);
        else if (key == "inherit" || key == "target" || key == "pytest" || key == "setup")
            list(key, value);
        else
            simple(key, value);
    }

private:
    void set(const std::string& name, Value value) { settings_.keys[name] = {std::move(value), option_, from_}; }

    /// Sets a value that is checked as one of testskew.toml is.
    void checked(const std::string& name, const Node& node) {
        try {
            set(name, read_value(name, node));
        } catch (const BadValue& bad) {
            throw Error(fmt::format("{} {}", option_, bad.what()));
        }
    }

    static Node text(const std::string& value) {
        Node node;
        node.kind = Node::Kind::string;
        node.text = value;
        return node;
    }

    /// A number, or a text where it is none, so that the message says what is expected.
    static Node number(const std::string& value) {
        Node node = text(value);
        if (value.empty() || value.size() > 17 || value.find_first_not_of("0123456789") != std::string::npos)
            return node;
        node.kind = Node::Kind::integer;
        node.integer = std::stol(value);
        return node;
    }

    void pair(const std::string& table, const std::string& value) {
        const size_t equals = value.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(fmt::format("{} must be NAME=VALUE, not \"{}\"", option_, printable(value)));
        const std::string name = table + value.substr(0, equals), rest = value.substr(equals + 1);
        checked(name, table == "environ." ? text(rest) : number(rest));
    }

    void requirements(const std::string& value) {
        const bool named_as_file = value.ends_with(".txt") || value.ends_with(".in");
        if (named_as_file && !is_file(from_ / value) && value.find_first_of(" =<>@;[") == std::string::npos)
            throw Error(fmt::format("{} {}: there is no such file", option_, printable(value)));
        const std::string line = is_file(from_ / value) ? "-r " + value : value;
        const auto found = settings_.keys.find("requirements");
        const bool more = found != settings_.keys.end() && found->second.place == option_;
        auto lines = more ? std::get<std::vector<std::string>>(found->second.value) : std::vector<std::string>{};
        lines.push_back(rebase_line(line, from_, settings_.directory));
        if (!settings_.keys.count("lock") || settings_.keys["lock"].place != prefix_ + "lock")
            settings_.keys.erase("lock");
        set("requirements", lines);
    }

    /// The list of a key, to which this side adds; the targets are replaced.
    void list(const std::string& key, const std::string& value) {
        const std::string name = key == "target" ? "targets" : key;
        const auto found = settings_.keys.find(name);
        const bool mine = found != settings_.keys.end() && found->second.place == option_;
        if (key == "setup") {
            auto commands = found == settings_.keys.end()
                                ? std::vector<std::vector<std::string>>{}
                                : std::get<std::vector<std::vector<std::string>>>(found->second.value);
            commands.push_back(shell_words(value));
            if (commands.back().empty()) throw Error(option_ + " is empty");
            return set(name, commands);
        }
        auto words = found == settings_.keys.end() || (key == "target" && !mine)
                         ? std::vector<std::string>{}
                         : std::get<std::vector<std::string>>(found->second.value);
        for (const auto& word : key == "pytest" ? shell_words(value) : std::vector{value}) words.push_back(word);
        Node node;
        node.kind = Node::Kind::array;
        for (const auto& word : words) node.items.push_back(text(word));
        checked(name, node);
    }

    void simple(const std::string& key, const std::string& value) {
        static const std::map<std::string, std::string> names = {
            {"files", "files"},    {"as-of", "as_of"},         {"seed", "seed"},         {"invocation", "invocation"},
            {"home", "home"},      {"umask", "host.umask"},    {"user", "host.user"},    {"terminal", "host.terminal"},
            {"cpus", "host.cpus"}, {"git-depth", "git.depth"}, {"git-tags", "git.tags"}, {"git-branch", "git.branch"}};
        const std::string& name = names.at(key);
        if (key == "cpus" || key == "git-depth") return checked(name, number(value));
        if (key != "terminal" && key != "git-tags") return checked(name, text(value));
        if (value != "yes" && value != "no")
            throw Error(fmt::format("{} must be yes or no, not \"{}\"", option_, printable(value)));
        set(name, value == "yes");
    }

    const fs::path& from_;
    const std::string& prefix_;
    Settings& settings_;
    std::string option_;
};

}  // namespace

const std::vector<ChangeKey>& change_keys() {
    static const std::vector<ChangeKey> keys = {
        {"with", "REQUIREMENT", "a requirement more, or another one of a package: \"click<8.2\""},
        {"requirements", "FILE", "a requirements file, or a line of one, instead of what the project declares"},
        {"lock", "FILE", "a lock instead of what the project declares"},
        {"as-of", "DAY", "resolve as on that day: 2025-11-20"},
        {"seed", "SEED", "venv, uv or none: whether pip and setuptools are there"},
        {"python", "VERSION", "another interpreter"},
        {"env", "NAME=VALUE", "a variable"},
        {"unset", "NAME", "a variable that is not set"},
        {"inherit", "NAME", "a variable of the shell, also \"AWS_*\" and \"*\""},
        {"files", "STATE", "worktree, tracked (a clean checkout) or ref:COMMIT"},
        {"target", "TARGET", "what pytest is given"},
        {"pytest", "OPTIONS", "options of pytest: \"-m 'not slow'\""},
        {"invocation", "HOW", "pytest or \"python -m pytest\""},
        {"setup", "COMMAND", "a command before the session"},
        {"home", "HOW", "private or inherit: whose HOME"},
        {"umask", "DIGITS", "022"},
        {"terminal", "yes|no", "a pseudo-terminal"},
        {"user", "USER", "another user, where testskew runs as root"},
        {"cpus", "NUMBER", "how many processors"},
        {"limit", "NAME=NUMBER", "a resource limit: nofile=1024"},
        {"git-depth", "NUMBER", "a shallow clone"},
        {"git-tags", "yes|no", "without tags"},
        {"git-branch", "BRANCH", "the branch of HEAD; \"\" for a detached one"}};
    return keys;
}

void add_changes(Changes& changes, const Changes& other) {
    for (const auto& [key, values] : other) {
        auto& mine = changes[key];
        mine.insert(mine.end(), values.begin(), values.end());
    }
}

void apply_changes(const Changes& changes, const fs::path& from, const std::string& prefix, Settings& settings,
                   std::vector<std::string>& with) {
    Changer changer(from, prefix, settings);
    for (const auto& key : change_keys())
        if (const auto found = changes.find(key.name); found != changes.end())
            for (const auto& value : found->second) changer.apply(key.name, value);
    with.insert(with.end(), changer.with.begin(), changer.with.end());
}

}  // namespace testskew::profile
