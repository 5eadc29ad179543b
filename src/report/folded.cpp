#include "report/folded.hpp"

#include <cctype>

namespace testskew::report {
namespace {

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

}  // namespace

std::string without_names_of_one_test(std::string_view text) {
    constexpr std::string_view locals = ".<locals>", address = "0x";
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with(locals)) {
            while (!result.empty() && in_name(result.back())) result.pop_back();
            i += locals.size();
            while (i < text.size() && (in_name(text[i]) || text.substr(i).starts_with(locals)))
                i += text.substr(i).starts_with(locals) ? locals.size() : 1;
            result += "<local>";
        } else if (rest.starts_with(address) && (i == 0 || !in_name(text[i - 1]))) {
            i += address.size();
            while (i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i]))) ++i;
            result += "<address>";
        } else {
            result += text[i++];
        }
    }
    return result;
}

}  // namespace testskew::report
