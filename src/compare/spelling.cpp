#include "compare/spelling.hpp"

#include "util/text.hpp"

namespace testskew::compare {

std::string type_name(std::string_view type) {
    if (type == "re.error" || type == "sre_constants.error") return "PatternError";  // its name since 3.13
    if (type == "socket.timeout" || type == "timeout") return "TimeoutError";        // since 3.10
    if (type == "IndentationError" || type == "TabError")
        return "SyntaxError";  // the parser's version decides which of them it is
    return std::string(type.substr(type.rfind('.') + 1));
}

std::string function_name(std::string_view function) { return std::string(function.substr(function.rfind('.') + 1)); }

std::string source_line(std::string_view source) {
    std::string result;
    for (const char c : trim(source)) {
        const bool space = c == ' ' || c == '\t';
        if (space && !result.empty() && result.back() == ' ') continue;
        result += space ? ' ' : c;
    }
    const std::size_t comment = result.find(" #");
    if (comment != std::string::npos && result.find_first_of("'\"") == std::string::npos) result.resize(comment);
    return std::string(trim(result));
}

}  // namespace testskew::compare
