#include "recording/flat.hpp"

namespace testskew::recording {
namespace {

/// Walks over a line. Each function moves on and returns true if it found what it looks for.
struct Cursor {
    std::string_view text;
    std::size_t at = 0;

    void skip_space() {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
    }
    bool take(char wanted) {
        skip_space();
        if (at >= text.size() || text[at] != wanted) return false;
        ++at;
        return true;
    }
    bool string(std::string_view& value) {
        if (!take('"')) return false;
        const std::size_t start = at;
        for (; at < text.size(); ++at) {
            const auto c = static_cast<unsigned char>(text[at]);
            if (c == '"') {
                value = text.substr(start, at++ - start);
                return true;
            }
            if (c == '\\' || c < 0x20 || c > 0x7E)
                return false;  // escapes and bytes beyond ASCII are left to the full parser
        }
        return false;
    }
    bool scalar(std::string_view& value) {
        skip_space();
        const std::size_t start = at;
        while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ' ') ++at;
        value = text.substr(start, at - start);
        if (value == "true" || value == "false" || value == "null") return true;
        return !value.empty() && value.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    }
};

}  // namespace

std::string_view FlatObject::operator[](std::string_view key) const {
    for (std::size_t i = 0; i < count; ++i)
        if (members[i].key == key)
            return members[i].string || members[i].value != "null" ? members[i].value : std::string_view();
    return {};
}

std::optional<FlatObject> parse_flat(std::string_view line) {
    FlatObject object;
    Cursor cursor{line};
    if (!cursor.take('{')) return std::nullopt;
    do {
        if (object.count == object.members.size()) return std::nullopt;
        auto& member = object.members[object.count];
        if (!cursor.string(member.key) || !cursor.take(':')) return std::nullopt;
        cursor.skip_space();
        member.string = cursor.at < line.size() && line[cursor.at] == '"';
        if (member.string ? !cursor.string(member.value) : !cursor.scalar(member.value)) return std::nullopt;
        ++object.count;
    } while (cursor.take(','));
    if (!cursor.take('}')) return std::nullopt;
    cursor.skip_space();
    if (cursor.at != line.size()) return std::nullopt;
    return object;
}

}  // namespace testskew::recording
