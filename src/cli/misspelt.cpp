#include "cli/misspelt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <regex>

#include "util/text.hpp"

namespace testskew::cli {
namespace {

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? "" : fmt::format(": did you mean {}?", near);
}

/// The first option that the command does not know, up to its "="; "" if it knows all of them.
std::string unknown_option(const KnownWords& known, const std::vector<std::string>& arguments) {
    for (const auto& word : arguments) {
        const std::string name = word.substr(0, word.find('='));
        const bool is_long = name.starts_with("--") && name.size() > 2;
        const bool is_short = !is_long && name.size() > 1 && name[0] == '-' &&
                              std::string_view("qvjho").find(name[1]) == std::string_view::npos;
        if (is_short || (is_long && std::find(known.options.begin(), known.options.end(), name) == known.options.end()))
            return name;
    }
    return {};
}

/// What CLI11 says of missing and surplus arguments, in a sentence.
std::string in_own_words(const std::string& command, const std::string& what) {
    std::smatch found;
    static const std::regex missing("(\\w+) is required"),
        number("(\\w+): At (least|[Mm]ost) (\\d+) required but received (\\d+)");
    if (std::regex_match(what, found, missing))
        return found[1] == "problem"
                   ? fmt::format("{0} needs the number of a problem, as the report has it: testskew {0} 1", command)
                   : fmt::format("{} needs {}", command, found[1].str());
    if (!std::regex_match(what, found, number)) return what;
    const std::string wanted = found[2] == "least" ? fmt::format("{} {}", found[3].str(), found[1].str())
                                                   : fmt::format("at most {} words", found[3].str());
    return fmt::format("{} takes {}, and {} {} given", command, wanted, found[4].str(),
                       found[4] == "1" ? "was" : "were");
}

}  // namespace

std::string usage_message(const KnownWords& known, const std::vector<std::string>& arguments, std::string what) {
    std::replace(what.begin(), what.end(), '\n', ' ');
    const std::string command = join(known.path, " ");
    const std::string help = fmt::format(" (see testskew {}{}--help)", command, command.empty() ? "" : " ");
    if (!known.commands.empty() && arguments.size() > known.path.size()) {
        const std::string& word = arguments[known.path.size()];
        if (!word.starts_with('-'))
            return fmt::format("there is no command \"{}\"{}{}{}", printable(word),
                               command.empty() ? "" : " of " + command, did_you_mean(word, known.commands), help);
    }
    const std::string option = unknown_option(known, arguments);
    if (option.empty()) return in_own_words(command, what) + help;
    const std::string near = did_you_mean(option, known.options);
    const bool pytests = near.empty() && known.takes_pytest_options;
    return fmt::format("there is no option {}{}{}{}", printable(option), command.empty() ? "" : " of " + command,
                       pytests ? ": pytest's options go after --" : near, help);
}

}  // namespace testskew::cli
