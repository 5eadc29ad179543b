// Shell completion: the scripts, and the command that prints one.
#include <fmt/core.h>

#include <cstdio>

#include "cli/commands.hpp"

namespace testskew::cli {

std::string completion_script(const std::string& shell) {
    const std::string commands =
        "run record compare attribute rerun report profiles environments api init ci plan hook doctor completion";
    const std::string flags =
        "--bad --good --jobs --budget --quick --repeats --timeout --server-exceptions --no-attribute --workspace "
        "--json --quiet --verbose "
        "--with --bad-with --good-with --env --bad-env --good-env --unset --bad-unset --good-unset --files --bad-files "
        "--good-files --requirements --bad-requirements --good-requirements --pytest --bad-pytest --good-pytest "
        "--here --values --code-quality --exit-code --github-output "
        "--color --offline --refresh --strict --explain-plan --format --help --version";
    if (shell == "bash")
        return fmt::format(R"bash(_testskew() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    case $before in
        --bad|--good|record|show)
            COMPREPLY=($(compgen -W "$(testskew profiles list -q 2>/dev/null)" -- "$word") $(compgen -f -- "$word"))
            return ;;
        --format) COMPREPLY=($(compgen -W "text markdown json" -- "$word")); return ;;
        --server-exceptions) COMPREPLY=($(compgen -W "attach raise off" -- "$word")); return ;;
        --workspace) COMPREPLY=($(compgen -W "auto overlay copy" -- "$word")); return ;;
        hook) COMPREPLY=($(compgen -W "install run status uninstall" -- "$word")); return ;;
        profiles) COMPREPLY=($(compgen -W "list show" -- "$word")); return ;;
        environments|env) COMPREPLY=($(compgen -W "list prune" -- "$word")); return ;;
    esac
    if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "{1}" -- "$word"))
    elif [ "$COMP_CWORD" = 1 ]; then COMPREPLY=($(compgen -W "{0}" -- "$word"))
    else COMPREPLY=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _testskew testskew
)bash",
                           commands, flags);
    if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + completion_script("bash");
    if (shell == "fish")
        return fmt::format(
            "complete -c testskew -n __fish_use_subcommand -a '{}'\nfor flag in {}\n    complete -c testskew -l "
            "(string trim -l -c - -- $flag)\nend\n",
            commands, flags);
    throw Error("completion: bash, zsh or fish");
}

ExitCode completion(const Options& options) {
    std::fputs(completion_script(options.shell).c_str(), stdout);
    return ExitCode::ok;
}

}  // namespace testskew::cli
