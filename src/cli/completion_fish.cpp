#include <fmt/core.h>

#include "cli/completion.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// Text in single quotes for fish, where a backslash escapes a quote and itself.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string value_of_fish(const OptionHelp& option) {
    switch (option.kind) {
        case ValueKind::none: return "";
        case ValueKind::word: return " -x -a " + quoted(join(option.choices, " "));
        case ValueKind::profile: return " -r -a '(testskew profiles list -q 2>/dev/null)'";
        case ValueKind::run: return " -x -a '(command ls -t .testskew/runs 2>/dev/null)'";
        case ValueKind::file: return " -r -F";
        case ValueKind::other: return " -x";
    }
    return {};
}

/// `condition` holds where the commands below `command` can stand, or its options if there are none.
void add(const CommandHelp& command, const std::string& condition, std::string& script) {
    for (const auto& option : command.options) {
        std::string names;
        for (const auto& name : option.names)
            names += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
        script += fmt::format("complete -c testskew -n {}{} -d {}{}\n", quoted(condition), names, quoted(option.about),
                              value_of_fish(option));
    }
    std::vector<std::string> below;
    for (const auto& one : command.commands) below.push_back(join(one.words(), " "));
    for (const auto& one : command.commands) {
        const std::string here = command.name.empty()
                                     ? "__fish_use_subcommand"
                                     : condition + "; and not __fish_seen_subcommand_from " + join(below, " ");
        script +=
            fmt::format("complete -c testskew -f -n {} -a {} -d {}\n", quoted(here), one.word(), quoted(one.about));
        const std::string seen = "__fish_seen_subcommand_from " + join(one.words(), " ");
        add(one, command.name.empty() ? seen : condition + "; and " + seen, script);
    }
    if (!command.commands.empty() || command.positionals.empty()) return;
    const std::string value = value_of_fish(command.positionals.front());
    if (!value.empty()) script += fmt::format("complete -c testskew -n {}{}\n", quoted(condition), value);
}

}  // namespace

std::string fish_completion(const CommandHelp& program) {
    std::string script = "# Completion of testskew for fish, written by `testskew completion fish`.\n";
    add(program, "__fish_use_subcommand", script);
    return script;
}

}  // namespace testskew::cli
