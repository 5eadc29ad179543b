#include <fmt/core.h>

#include "cli/completion.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// The command that completes a value, for the body of a `case`.
std::string value_of(const OptionHelp& option) {
    switch (option.kind) {
        case ValueKind::word: return fmt::format("_testskew_words '{}'", join(option.choices, " "));
        case ValueKind::profile: return "_testskew_profiles";
        case ValueKind::run: return "_testskew_runs";
        case ValueKind::file: return "_testskew_files";
        case ValueKind::none:
        case ValueKind::other: return "COMPREPLY=()";
    }
    return {};
}

/// The branches "COMMAND:--option)", which complete the option's value.
void add_values(const CommandHelp& command, std::string& script) {
    for (const auto& option : command.options) {
        if (option.kind == ValueKind::none) continue;
        std::vector<std::string> labels;
        for (const auto& name : option.names) labels.push_back(fmt::format("'{}:{}'", command.name, name));
        script += fmt::format("        {}) {}; return ;;\n", join(labels, "|"), value_of(option));
    }
    for (const auto& below : command.commands) add_values(below, script);
}

/// The branch "COMMAND)", which completes its options, its commands and its positional arguments.
void add_words(const CommandHelp& command, std::string& script) {
    std::vector<std::string> options, below;
    for (const auto& option : command.options) options.insert(options.end(), option.names.begin(), option.names.end());
    for (const auto& one : command.commands) below.push_back(one.word());
    std::string rest = "COMPREPLY=()";
    if (!below.empty())
        rest = fmt::format("_testskew_words '{}'", join(below, " "));
    else if (!command.positionals.empty())
        rest = value_of(command.positionals.front());
    script += fmt::format("        '{}') if [[ $word == -* ]]; then _testskew_words '{}'; else {}; fi ;;\n",
                          command.name, join(options, " "), rest);
    for (const auto& one : command.commands) add_words(one, script);
}

/// The words after which another word belongs to the name of the command.
std::string groups_of(const CommandHelp& program) {
    std::vector<std::string> names;
    for (const auto& command : program.commands)
        if (!command.commands.empty()) names.push_back(command.word());
    return names.empty() ? "''" : join(names, "|");
}

/// The branches that turn another name of a command into its first one.
std::string aliases_of(const CommandHelp& program) {
    std::string lines;
    for (const auto& command : program.commands)
        for (const auto& alias : command.aliases)
            lines += fmt::format("    if [ \"$command\" = {} ]; then command={}; fi\n", alias, command.word());
    return lines;
}

}  // namespace

std::string bash_completion(const CommandHelp& program) {
    std::string script = R"bash(# Completion of testskew for bash, written by `testskew completion bash`.
_testskew_words() { COMPREPLY=($(compgen -W "$1" -- "$word")); }
_testskew_files() { COMPREPLY=($(compgen -f -- "$word")); }
_testskew_profiles() {
    COMPREPLY=($(compgen -W "$(testskew profiles list -q 2>/dev/null)" -- "$word") $(compgen -f -- "$word"))
}
_testskew_runs() { COMPREPLY=($(compgen -W "$(ls -t .testskew/runs 2>/dev/null)" -- "$word")); }
_testskew() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i
    # --option=value is three words for bash.
    if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [ "${COMP_WORDS[i]}" = -- ]; then _testskew_files; return; fi
    done
    if [ "$COMP_CWORD" -gt 1 ]; then command=${COMP_WORDS[1]}; fi
)bash";
    script += aliases_of(program);
    script += fmt::format(
        "    case $command in {}) if [ \"$COMP_CWORD\" -gt 2 ]; then command+=\" ${{COMP_WORDS[2]}}\"; fi ;; esac\n",
        groups_of(program));
    script += "    case $command:$before in\n";
    add_values(program, script);
    script += "    esac\n    case $command in\n";
    add_words(program, script);
    return script + "        *) COMPREPLY=() ;;\n    esac\n}\ncomplete -o filenames -F _testskew testskew\n";
}

}  // namespace testskew::cli
