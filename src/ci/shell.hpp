#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// A small reader of shell scripts. It runs nothing: it splits a script into its commands, fills in the variables whose
/// values are known, and says of each command under which condition it stands.
namespace testskew::ci {

/// One word of a command after quotes and variables are read.
struct ShellWord {
    std::string text;             ///< what is unknown stays as it was written: $(date), $X
    bool known = true;            ///< false if a part of it is unknown
    bool pattern = false;         ///< an unquoted *, ? or [ is in it
    bool quoted_pattern = false;  ///< a quoted one is in it, or a backslash
};

/// One simple command of a script.
struct ShellCommand {
    std::vector<ShellWord> words;
    std::map<std::string, ShellWord> assignments;  ///< NAME=VALUE in front of it; of an empty command: for the script
    std::string redirect;                          ///< the file that its output is appended or written to; "" for none
    bool conditional = false;  ///< nobody knows whether it is run: in an `if`, after ||, in a loop or a function
    /// Names the open conditions that nobody knows; "" for none. What is run under the condition "3/5/" is run whenever
    /// what has "3/5/" or "3/5/8/" is.
    std::string condition;
    bool background = false;  ///< it ends in &
    bool piped = false;       ///< it reads another command's output
    bool exported = false;    ///< `export NAME=VALUE`
    int line = 0;             ///< from the first line of the script, which is 0

    std::vector<std::string> argv() const;
};

/// What is known of the variables while a script is read. `lookup` gives nullopt for a variable whose value nobody
/// knows, and "" for one that is not set.
struct ShellScope {
    std::function<std::optional<std::string>(const std::string&)> lookup;
    std::vector<std::string> arguments;  ///< $1, $2, ...
    int depth = 0;                       ///< of $( ) and ${ } inside each other
    /// Whether there is something of that name, for `[ -d x ]`; nullopt if nobody knows.
    std::function<std::optional<bool>(const std::string&)> exists = {};
};

/// The commands of a script in their order. What it cannot read becomes one command with `conditional` set.
std::vector<ShellCommand> shell_commands(const std::string& script, const ShellScope& scope);

}  // namespace testskew::ci
