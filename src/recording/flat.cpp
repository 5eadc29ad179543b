#include "recording/flat.hpp"

namespace testskew::recording {
namespace {

/// True if the word is a number as JSON has it: what looks nearly like one is left to the full parser, which refuses
/// it.
bool is_number(std::string_view word) {
    std::size_t at = 0;
    const auto take_any = [&](std::string_view signs) {
        const bool there = at < word.size() && signs.find(word[at]) != std::string_view::npos;
        if (there) ++at;
        return there;
    };
    const auto digits = [&] {
        const std::size_t begin = at;
        while (take_any("0123456789")) continue;
        return at > begin;
    };
    take_any("-");
    if (!take_any("0") && !digits()) return false;
    if (take_any(".") && !digits()) return false;
    if (take_any("eE")) {
        take_any("+-");
        if (!digits()) return false;
    }
    return at == word.size();
}

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
        return value == "true" || value == "false" || value == "null" || is_number(value);
    }
};

}  // namespace

const FlatObject::Member* FlatObject::find(std::string_view key) const {
    for (std::size_t i = 0; i < count; ++i)
        if (members[i].key == key) return &members[i];
    return nullptr;
}

std::string_view FlatObject::operator[](std::string_view key) const {
    const Member* member = find(key);
    return member && member->string ? member->value : std::string_view();
}

std::string_view FlatObject::word(std::string_view key) const {
    const Member* member = find(key);
    return member && !member->string ? member->value : std::string_view();
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
        if (object.find(member.key)) return std::nullopt;
        ++object.count;
    } while (cursor.take(','));
    if (!cursor.take('}')) return std::nullopt;
    cursor.skip_space();
    if (cursor.at != line.size()) return std::nullopt;
    return object;
}

}  // namespace testskew::recording
