#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::cli {

/// The options of testskew among the words after --, each once: {"--bad"}. `known` are the options of the command.
std::vector<std::string> own_options_among(const std::vector<std::string>& words,
                                           const std::vector<std::string>& known);

/// Those of them that pytest says it does not know. `usage_error` is pytest's own message.
std::vector<std::string> unknown_to_pytest(const std::vector<std::string>& options, std::string_view usage_error);

/// One line that says where such options belong; "" if there are none.
std::string behind_dashes_note(const std::vector<std::string>& options);

}  // namespace testskew::cli
