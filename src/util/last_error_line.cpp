#include "util/last_error_line.hpp"

#include <algorithm>
#include <array>

#include "util/text.hpp"

namespace testskew {
namespace {

bool is_word(char c) {
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// True for "KeyError: 'a'", "pytest.PytestWarning: text" and "KeyboardInterrupt".
bool names_exception(std::string_view line) {
    static constexpr std::array<std::string_view, 6> ends = {"Error",     "Exception", "Warning",
                                                             "Interrupt", "Exit",      "Failure"};
    const auto end = std::find_if_not(line.begin(), line.end(), is_word);
    const std::string_view name = line.substr(0, static_cast<std::size_t>(end - line.begin()));
    if (end != line.end() && *end != ':') return false;
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view one) { return name.ends_with(one); });
}

}  // namespace

std::string_view last_error_line(std::string_view output) {
    static constexpr std::string_view mark = "INTERNALERROR> ";
    std::string_view last, exception;
    while (!output.empty()) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        std::string_view line = output.substr(0, end);
        output.remove_prefix(std::min(end + 1, output.size()));
        if (line.starts_with(mark)) line.remove_prefix(mark.size());
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (trim(line).empty()) continue;
        last = trim(line);
        if (names_exception(line)) exception = last;
    }
    return exception.empty() ? last : exception;
}

}  // namespace testskew
