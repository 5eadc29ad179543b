#pragma once
#include <string>
#include <vector>

namespace testskew::cli {

/// What a command line could have said where it stopped to make sense.
struct KnownWords {
    std::vector<std::string> path;      ///< the commands that it names: {"profiles", "show"}
    std::vector<std::string> commands;  ///< those that may follow
    std::vector<std::string> options;   ///< of the last command: {"--bad", ...}
    bool takes_pytest_options = false;
};

/// One line about a wrong command line: the nearest command or option, if a name is misspelt, else `what`, the words of
/// the parser. It ends with the help to look at.
std::string usage_message(const KnownWords& known, const std::vector<std::string>& arguments, std::string what);

}  // namespace testskew::cli
