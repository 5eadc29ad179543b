#include "util/secret_spellings.hpp"

#include <fmt/core.h>

#include <cctype>
#include <string_view>

#include "util/columns.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

/// What becomes of characters beyond ASCII.
enum class Beyond { stays, json, python };

std::string escape_beyond(char32_t c, Beyond beyond) {
    const auto number = static_cast<unsigned>(c);
    if (beyond == Beyond::python && number < 0x100) return fmt::format("\\x{:02x}", number);
    if (number < 0x10000) return fmt::format("\\u{:04x}", number);
    if (beyond == Beyond::python) return fmt::format("\\U{:08x}", number);
    const unsigned rest = number - 0x10000;  // the two halves of UTF-16
    return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

/// The inside of a string literal. `quote` is the sign that is escaped as well; 0 for none.
std::string literal(const std::string& value, char quote, Beyond beyond) {
    std::string result;
    std::size_t length = 0;
    for (std::string_view left = value; !left.empty();) {
        const char* bytes = left.data();
        const char32_t c = take_character(left, length);
        if (c == U'\\' || (quote && c == static_cast<char32_t>(quote)))
            result += std::string("\\") + static_cast<char>(c);
        else if (c == U'\n' || c == U'\t' || c == U'\r')
            result += c == U'\n' ? "\\n" : c == U'\t' ? "\\t" : "\\r";
        else if (c >= 0x80 && beyond != Beyond::stays)
            result += escape_beyond(c, beyond);
        else
            result.append(bytes, length);
    }
    return result;
}

/// As urllib.parse.quote() does it; `slash` is whether "/" stays.
std::string in_url(const std::string& value, bool slash) {
    std::string result;
    for (const unsigned char c : value) {
        const bool stays = c < 0x80 && (std::isalnum(c) ||
                                        std::string_view("-_.~").find(static_cast<char>(c)) != std::string_view::npos);
        if (stays || (slash && c == '/'))
            result += static_cast<char>(c);
        else
            result += fmt::format("%{:02X}", c);
    }
    return result;
}

}  // namespace

std::vector<std::string> escaped_spellings(const std::string& value) {
    if (valid_utf8(value) != value) return {};
    std::vector<std::string> result;
    const auto add = [&](std::string spelling) {
        if (spelling != value) append_once(result, std::move(spelling));
    };
    const std::string plain = literal(value, 0, Beyond::stays);
    add(plain);
    add(literal(plain, 0, Beyond::stays));
    for (const Beyond beyond : {Beyond::stays, Beyond::json, Beyond::python})
        for (const char quote : {'\0', '\'', '"'}) add(literal(value, quote, beyond));
    add(in_url(value, true));
    add(in_url(value, false));
    return result;
}

}  // namespace testskew
