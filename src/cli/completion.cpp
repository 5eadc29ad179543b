// The commands that print what describes the command line: the completions of shells, and the manual page.
#include "cli/completion.hpp"

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "util/version.hpp"

namespace testskew::cli {

ExitCode completion(const Options& options) {
    const CommandHelp program = command_help();
    const std::string script = options.shell == "zsh"    ? zsh_completion(program)
                               : options.shell == "fish" ? fish_completion(program)
                                                         : bash_completion(program);
    std::fputs(script.c_str(), stdout);
    return ExitCode::ok;
}

ExitCode man(const Options&) {
    std::fputs(manual_page(command_help(), version()).c_str(), stdout);
    return ExitCode::ok;
}

}  // namespace testskew::cli
