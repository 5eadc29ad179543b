#include "session/xml.hpp"

#include <cstdlib>

#include "util/text.hpp"

namespace testskew::session {
namespace {

constexpr auto spaces = " \t\r\n";
constexpr auto npos = std::string_view::npos;

void append_code_point(std::string& text, unsigned long code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x110000) {
        text += static_cast<char>(0xf0 | (code >> 18));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
}

std::string unescaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto ampersand = text.find('&');
        result.append(text.substr(0, ampersand));
        if (ampersand == npos) break;
        text.remove_prefix(ampersand);
        const auto end = text.find(';');
        const std::string name(text.substr(1, end == npos ? 0 : end - 1));
        if (name == "lt")
            result += '<';
        else if (name == "gt")
            result += '>';
        else if (name == "amp")
            result += '&';
        else if (name == "quot")
            result += '"';
        else if (name == "apos")
            result += '\'';
        else if (name.size() > 2 && name[0] == '#' && name[1] == 'x')
            append_code_point(result, std::strtoul(name.c_str() + 2, nullptr, 16));
        else if (name.size() > 1 && name[0] == '#')
            append_code_point(result, std::strtoul(name.c_str() + 1, nullptr, 10));
        else {  // no reference that we know: as it stands
            result += '&';
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(end + 1);
    }
    return result;
}

/// Where a tag that begins `tag` ends: its '>', which may not be one inside an attribute.
std::size_t tag_end(std::string_view tag) {
    char quote = 0;
    for (std::size_t i = 1; i < tag.size(); ++i) {
        if (quote)
            quote = tag[i] == quote ? '\0' : quote;
        else if (tag[i] == '"' || tag[i] == '\'')
            quote = tag[i];
        else if (tag[i] == '>')
            return i;
    }
    return npos;
}

XmlToken start_tag(std::string_view inside) {
    XmlToken token;
    token.kind = XmlToken::Kind::start;
    if (!inside.empty() && inside.back() == '/') {
        token.empty = true;
        inside.remove_suffix(1);
    }
    token.name = inside.substr(0, inside.find_first_of(spaces));
    inside.remove_prefix(token.name.size());
    for (;;) {
        inside = trim(inside);
        const auto equals = inside.find('=');
        if (equals == npos) return token;
        const std::string name(trim(inside.substr(0, equals)));
        inside = trim(inside.substr(equals + 1));
        if (inside.empty()) return token;
        const auto end = inside.find(inside[0], 1);
        if (end == npos) return token;
        token.attributes[name] = unescaped(inside.substr(1, end - 1));
        inside.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<XmlToken> XmlReader::next() {
    XmlToken token;
    while (!rest_.empty()) {
        if (rest_[0] != '<') {
            const auto end = std::min(rest_.find('<'), rest_.size());
            token.text = unescaped(rest_.substr(0, end));
            rest_.remove_prefix(end);
            return token;
        }
        for (const auto& [open, close] :
             {std::pair<std::string_view, std::string_view>{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}}) {
            if (rest_.substr(0, open.size()) != open) continue;
            const auto end = rest_.find(close, open.size());
            if (end == npos) return std::nullopt;
            token.text = rest_.substr(open.size(), end - open.size());
            rest_.remove_prefix(end + close.size());
            if (open == "<![CDATA[") return token;
            token.text.clear();
            break;
        }
        if (rest_.empty() || rest_[0] != '<' || rest_.substr(0, 2) == "<!" || rest_.substr(0, 2) == "<?") {
            if (rest_.substr(0, 9) == "<![CDATA[" || rest_.substr(0, 4) == "<!--" || rest_.substr(0, 2) == "<?")
                continue;
            if (rest_.substr(0, 2) == "<!") return std::nullopt;
            continue;
        }
        const auto end = tag_end(rest_);
        if (end == npos) return std::nullopt;
        const auto inside = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        if (!inside.empty() && inside[0] == '/') {
            token.kind = XmlToken::Kind::end;
            token.name = trim(inside.substr(1));
            return token;
        }
        return start_tag(inside);
    }
    return std::nullopt;
}

}  // namespace testskew::session
