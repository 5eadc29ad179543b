// A user may write testskew's own options behind --, where pytest gets them.
#include "cli/behind_dashes.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/text.hpp"

namespace testskew::cli {
namespace {

std::string name_of_option(std::string_view word) { return std::string(word.substr(0, word.find('='))); }

bool among(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

std::vector<std::string> own_options_among(const std::vector<std::string>& words,
                                           const std::vector<std::string>& known) {
    std::vector<std::string> result;
    for (const std::string& word : words)
        if (const std::string name = name_of_option(word); among(known, name) && !among(result, name))
            result.push_back(name);
    return result;
}

std::vector<std::string> unknown_to_pytest(const std::vector<std::string>& options, std::string_view usage_error) {
    // argparse lists them on one line, and pytest goes on with others.
    constexpr std::string_view beginning = "unrecognized arguments: ";
    const std::size_t at = usage_error.find(beginning);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = usage_error.substr(at + beginning.size());
    std::vector<std::string> unknown;
    for (const std::string& word : split(rest.substr(0, rest.find('\n')), ' ')) unknown.push_back(name_of_option(word));
    std::vector<std::string> result;
    std::copy_if(options.begin(), options.end(), std::back_inserter(result),
                 [&](const std::string& option) { return among(unknown, option); });
    return result;
}

std::string behind_dashes_note(const std::vector<std::string>& options) {
    if (options.empty()) return {};
    return fmt::format("what stands behind -- goes to pytest, {} too: testskew's own options stand before --",
                       join(options, " and "));
}

}  // namespace testskew::cli
