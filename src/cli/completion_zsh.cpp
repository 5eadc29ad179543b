#include <fmt/core.h>

#include <algorithm>

#include "cli/completion.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// Text inside single quotes, with a backslash before each of `special`.
std::string escaped(const std::string& text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
            continue;
        }
        if (special.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string action_of(const OptionHelp& option) {
    switch (option.kind) {
        case ValueKind::word: return "(" + join(option.choices, " ") + ")";
        case ValueKind::profile: return "_testskew_profiles";
        case ValueKind::run: return "_testskew_runs";
        case ValueKind::file: return "_files";
        case ValueKind::none:
        case ValueKind::other: return " ";
    }
    return {};
}

std::string message_and_action(const OptionHelp& option) {
    return escaped(option.value, ":[]\\") + ":" + action_of(option);
}

/// The specifications of _arguments for an option: one for each of its names.
std::string option_specs(const OptionHelp& option) {
    std::string specs;
    for (const auto& name : option.names) {
        const bool takes = option.kind != ValueKind::none, lengthy = name.rfind("--", 0) == 0;
        specs += fmt::format(" \\\n        '*{}{}[{}]{}'", name, takes ? (lengthy ? "=" : "+") : "",
                             escaped(option.about, "[]\\"), takes ? ":" + message_and_action(option) : "");
    }
    return specs;
}

std::string function_of(const CommandHelp& command) {
    std::string name = command.name.empty() ? "_testskew" : "_testskew-" + command.name;
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

void add_leaf(const CommandHelp& command, std::string& script) {
    script += fmt::format("{}() {{\n    _arguments -s", function_of(command));
    for (const auto& option : command.options) script += option_specs(option);
    for (const auto& one : command.positionals)
        script += fmt::format(" \\\n        '{}:{}'", one.several ? "*" : ":", message_and_action(one));
    script += " && return\n}\n";
}

/// A command that others stand below: the first word names one of them, and the rest is completed by its function.
void add_group(const CommandHelp& command, std::string& script) {
    script += fmt::format("{}() {{\n    local curcontext=$curcontext state line\n    local -a commands=(",
                          function_of(command));
    for (const auto& below : command.commands)
        script += fmt::format("\n        '{}:{}'", below.word(), escaped(below.about, ":\\"));
    script += "\n    )\n    _arguments -C";
    for (const auto& option : command.options) script += option_specs(option);
    script +=
        " \\\n        '1: :->command' '*:: :->rest'\n    case $state in\n"
        "        command) _describe command commands ;;\n        rest) case $words[1] in\n";
    for (const auto& below : command.commands) {
        script += fmt::format("            {}) {} ;;\n", join(below.words(), "|"), function_of(below));
    }
    script += "        esac ;;\n    esac\n}\n";
}

void add_functions(const CommandHelp& command, std::string& script) {
    for (const auto& below : command.commands) add_functions(below, script);
    if (command.commands.empty())
        add_leaf(command, script);
    else
        add_group(command, script);
}

}  // namespace

std::string zsh_completion(const CommandHelp& program) {
    std::string script = R"zsh(#compdef testskew
# Completion of testskew for zsh, written by `testskew completion zsh`.
_testskew_profiles() {
    local -a profiles=(${(f)"$(testskew profiles list -q 2>/dev/null)"})
    _alternative 'profiles:profile:compadd -a profiles' 'files:file:_files'
}
_testskew_runs() {
    local -a runs=(.testskew/runs/*(N:t))
    compadd -a runs
}
)zsh";
    add_functions(program, script);
    // As a file in $fpath the script is the function's first call; in `eval` it only defines.
    return script +
           "if [ \"$funcstack[1]\" = _testskew ]; then _testskew \"$@\"; else compdef _testskew testskew; fi\n";
}

}  // namespace testskew::cli
