#include "profile/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <climits>

#include "util/text.hpp"

namespace testskew::profile {
namespace {

using Kind = Node::Kind;

bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

[[noreturn]] void wrong_kind(const Node& node, const std::string& wanted) {
    throw BadValue(node, fmt::format("must be {}, not {}", wanted, kind_name(node.kind)));
}

bool read_bool(const Node& node) {
    if (!node.is(Kind::boolean)) wrong_kind(node, "true or false (without quotes)");
    return node.boolean;
}

std::string one_of(const Node& node, const std::vector<std::string>& choices) {
    const std::string text = read_string(node);
    if (std::find(choices.begin(), choices.end(), text) != choices.end()) return text;
    throw BadValue(node, fmt::format("must be \"{}\", not \"{}\"", join(choices, "\" or \""), printable(text)));
}

std::string read_python(const Node& node) {
    if (node.is(Kind::floating) || node.is(Kind::integer))
        throw BadValue(
            node, fmt::format("must be quoted: \"{}\" (TOML reads 3.10 without quotes as the number 3.1)", node.text));
    const std::string text = read_string(node);
    if (trim(text).empty()) throw BadValue(node, "is empty: give a version (\"3.11\") or a path");
    return std::string(trim(text));
}

std::string read_date(const Node& node) {
    if (node.is(Kind::date)) {
        if (!valid_date(node.text)) throw BadValue(node, "must be a day alone: \"2025-11-20\"");
        return node.text;
    }
    const std::string text = read_string(node);
    if (!valid_date(text))
        throw BadValue(node, fmt::format("must be a day such as \"2025-11-20\", not \"{}\"", printable(text)));
    return text;
}

std::string read_files(const Node& node) {
    const std::string text = read_string(node);
    if (text == "worktree" || text == "tracked") return text;
    if (text.starts_with("ref:")) {
        const std::string_view ref = std::string_view(text).substr(4);
        const bool clean = std::all_of(ref.begin(), ref.end(),
                                       [](unsigned char c) { return c > 0x20 && c != 0x7f && c != ':' && c != '\\'; });
        if (!ref.empty() && ref.front() != '-' && clean) return text;
        throw BadValue(node, "names no commit: \"ref:\" is followed by a commit, a tag or a branch");
    }
    throw BadValue(node,
                   fmt::format("must be \"worktree\", \"tracked\" or \"ref:COMMIT\", not \"{}\"", printable(text)));
}

std::vector<std::string> read_targets(const Node& node) {
    auto targets = read_strings(node);
    for (size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].empty())
            throw BadValue(node.items[i], "holds an empty string: leave the list empty for the whole project");
        if (targets[i].front() == '-')
            throw BadValue(node.items[i], fmt::format("holds the option {}: options belong into pytest = [...]",
                                                      printable(targets[i])));
    }
    return targets;
}

std::vector<std::string> read_options(const Node& node) {
    auto options = read_strings(node);
    if (!options.empty() && !options.front().starts_with('-'))
        throw BadValue(
            node.items.front(),
            fmt::format("must begin with an option, not with \"{}\": what is to be tested belongs into targets = [...]",
                        printable(options.front())));
    return options;
}

std::vector<std::vector<std::string>> read_setup(const Node& node) {
    const char* wanted = "a list of commands, each a list of its words: [[\"python\", \"manage.py\", \"migrate\"]]";
    if (!node.is(Kind::array)) wrong_kind(node, wanted);
    std::vector<std::vector<std::string>> commands;
    for (const auto& item : node.items) {
        if (!item.is(Kind::array)) throw BadValue(item, fmt::format("must be {}", wanted));
        commands.push_back(read_strings(item));
        if (commands.back().empty() || commands.back().front().empty()) throw BadValue(item, "holds an empty command");
    }
    return commands;
}

std::vector<std::string> read_requirements(const Node& node) {
    auto lines = read_strings(node);
    for (size_t i = 0; i < lines.size(); ++i)
        if (lines[i].find('\n') != std::string::npos)
            throw BadValue(node.items[i], "holds a line break: each entry is one line of a requirements file");
    return lines;
}

std::vector<std::string> read_inherit(const Node& node) {
    auto names = read_strings(node);
    for (size_t i = 0; i < names.size(); ++i) {
        const auto star = names[i].find('*');
        if (names[i].empty() || names[i].find('=') != std::string::npos ||
            (star != std::string::npos && star + 1 != names[i].size()))
            throw BadValue(
                node.items[i],
                fmt::format("holds \"{}\": give names of variables, \"AWS_*\" for those that begin so, or \"*\"",
                            printable(names[i])));
    }
    return names;
}

Value read_variable(const Node& node) {
    if (node.is(Kind::boolean) && !node.boolean) return false;
    if (node.is(Kind::boolean))
        throw BadValue(node, "must be a string, or false for \"not set\": write \"true\" or \"1\" in quotes");
    if (node.is(Kind::integer) || node.is(Kind::floating))
        throw BadValue(node, fmt::format("must be a string: write \"{}\" in quotes", node.text));
    return read_string(node);
}

std::string read_umask(const Node& node) {
    if (node.is(Kind::integer)) throw BadValue(node, "must be octal digits in quotes: \"022\"");
    const std::string text = read_string(node);
    const bool octal = !text.empty() && text.size() <= 4 && text.find_first_not_of("01234567") == std::string::npos;
    if (!octal || (text.size() == 4 && text.front() != '0'))
        throw BadValue(node, fmt::format("must be octal digits in quotes (\"022\"), not \"{}\"", printable(text)));
    return text;
}

Value read_terminal(const Node& node) {
    if (node.is(Kind::boolean)) return node.boolean;
    const char* wanted = "true, false or [columns, rows]";
    if (!node.is(Kind::array) || node.items.size() != 2) throw BadValue(node, fmt::format("must be {}", wanted));
    std::vector<std::string> size;
    for (const auto& item : node.items) {
        if (!item.is(Kind::integer) || item.integer < 1 || item.integer > 10000)
            throw BadValue(item, fmt::format("must be {}, both from 1 to 10000", wanted));
        size.push_back(std::to_string(item.integer));
    }
    return size;
}

std::string read_user(const Node& node) {
    if (node.is(Kind::integer) && node.integer >= 0) return std::to_string(node.integer);
    const std::string text = read_string(node);
    if (text.empty() || text.front() == '-' || text.find_first_of("/: \t\n") != std::string::npos)
        throw BadValue(node, "must be a user's name or number");
    return text;
}

long read_cpus(const Node& node) {
    if (!node.is(Kind::integer) || node.integer < 1 || node.integer > 4096)
        throw BadValue(node, "must be a whole number from 1");
    return node.integer;
}

long read_limit(const Node& node) {
    if (node.is(Kind::string) && node.text == "unlimited") return -1;
    if (!node.is(Kind::integer) || node.integer < 0)
        throw BadValue(node, "must be a whole number from 0, or \"unlimited\"");
    return node.integer;
}

long read_depth(const Node& node) {
    if (!node.is(Kind::integer) || node.integer < 1 || node.integer > INT_MAX)
        throw BadValue(node, "must be a whole number from 1: how many commits of the history are there");
    return node.integer;
}

/// Reads the name of a branch that git would accept (man git-check-ref-format), or "" for a detached HEAD.
std::string read_branch(const Node& node) {
    const std::string text = read_string(node);
    const bool clean = std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c > 0x20 && c != 0x7f &&
               std::string_view("~^:?*[\\").find(static_cast<char>(c)) == std::string_view::npos;
    });
    const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    const bool wrong = !clean || text == "HEAD" || text == "@" || has("..") || has("@{") || has("//") || has("/.") ||
                       has(".lock/") ||
                       (!text.empty() && (std::string_view("-/.").find(text.front()) != std::string_view::npos ||
                                          text.back() == '/' || text.back() == '.' || text.ends_with(".lock")));
    if (wrong) throw BadValue(node, "must be the name of a branch, or \"\" for a detached HEAD");
    return text;
}

}  // namespace

std::string read_string(const Node& node) {
    if (!node.is(Kind::string)) wrong_kind(node, "a string");
    if (node.text.find('\0') != std::string::npos) throw BadValue(node, "holds a NUL character");
    return node.text;
}

std::vector<std::string> read_strings(const Node& node) {
    if (!node.is(Kind::array)) wrong_kind(node, "a list of strings");
    std::vector<std::string> result;
    for (const auto& item : node.items) {
        if (!item.is(Kind::string))
            throw BadValue(item, fmt::format("must be a list of strings; this is {}", kind_name(item.kind)));
        result.push_back(read_string(item));
    }
    return result;
}

std::vector<std::string> read_names(const Node& node) {
    if (!node.is(Kind::string) && !node.is(Kind::array))
        wrong_kind(node, "the name of a profile or a list of names, in quotes");
    auto names = node.is(Kind::array) ? read_strings(node) : std::vector<std::string>{read_string(node)};
    for (const auto& name : names)
        if (name.empty()) throw BadValue(node, "holds an empty name");
    return names;
}

Value read_value(const std::string& name, const Node& node) {
    if (name.starts_with("environ.")) return read_variable(node);
    if (name.starts_with("host.limits.")) return read_limit(node);
    if (name == "python") return read_python(node);
    if (name == "requirements") return read_requirements(node);
    if (name == "as_of") return read_date(node);
    if (name == "seed") return one_of(node, {"venv", "uv", "none"});
    if (name == "files") return read_files(node);
    if (name == "targets") return read_targets(node);
    if (name == "pytest") return read_options(node);
    if (name == "invocation") return one_of(node, {"pytest", "python -m pytest"});
    if (name == "setup") return read_setup(node);
    if (name == "inherit") return read_inherit(node);
    if (name == "exclusive" || name == "installed") return read_bool(node);
    if (name == "home") return one_of(node, {"private", "inherit"});
    if (name == "host.umask") return read_umask(node);
    if (name == "host.terminal") return read_terminal(node);
    if (name == "host.user") return read_user(node);
    if (name == "host.cpus") return read_cpus(node);
    if (name == "git.depth") return read_depth(node);
    if (name == "git.tags") return read_bool(node);
    if (name == "git.branch") return read_branch(node);
    std::string text = read_string(node);  // the only key left is `lock`
    if (text.empty()) throw BadValue(node, "is empty");
    return text;
}

bool valid_date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const std::string_view view = text;
    if (!digits(view.substr(0, 4)) || !digits(view.substr(5, 2)) || !digits(view.substr(8, 2))) return false;
    const int year = std::stoi(text.substr(0, 4)), month = std::stoi(text.substr(5, 2)),
              day = std::stoi(text.substr(8, 2));
    if (year < 2000 || month < 1 || month > 12) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return day >= 1 && day <= days[month - 1];
}

}  // namespace testskew::profile
