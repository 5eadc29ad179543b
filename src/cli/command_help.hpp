#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace testskew::cli {

/// What can stand at a place of the command line, so that a shell can complete it.
enum class ValueKind { none, word, file, profile, run, other };

/// One option or one positional argument, as the command line defines it.
struct OptionHelp {
    std::vector<std::string> names;    ///< "-j", "--jobs"; empty for a positional argument.
    std::string value;                 ///< The name of its value ("FILE"); empty for a flag.
    std::string about;                 ///< One line.
    std::string initial;               ///< Its default; empty if none is shown.
    std::vector<std::string> choices;  ///< The words that it takes, if these are all.
    ValueKind kind = ValueKind::none;
    bool hidden = false;    ///< --help does not list it.
    bool required = false;  ///< Only for a positional argument.
    bool several = false;   ///< It takes more than one value.
};

/// One command with its options, and the commands below it.
struct CommandHelp {
    std::string name;                  ///< "environments prune"; "" for the program itself.
    std::vector<std::string> aliases;  ///< Other names of the last word.
    std::string about;                 ///< One line.
    std::vector<OptionHelp> options;
    std::vector<OptionHelp> positionals;
    std::vector<std::string> examples;  ///< Command lines.
    std::string notes;                  ///< What else stands below its help, such as the exit codes.
    std::vector<CommandHelp> commands;

    /// The last word of its name.
    std::string word() const;
    /// That word, and its other names.
    std::vector<std::string> words() const;
};

/// Reads the definitions of a command and of all that is below it. Commands that the help does not list are left out.
CommandHelp described(const CLI::App& app, const std::string& name = "");

/// Describes the whole command line of testskew.
CommandHelp command_help();

}  // namespace testskew::cli
