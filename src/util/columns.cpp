#include "util/columns.hpp"

#include <algorithm>
#include <array>

namespace testskew {
namespace {

struct Range {
    char32_t first, last;
};

template <std::size_t size>
bool in_one_of(const std::array<Range, size>& ranges, char32_t character) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range& range) { return character >= range.first && character <= range.last; });
}

/// The common blocks of combining marks, and the characters that show nothing: zero-width spaces and joiners,
/// variation selectors.
constexpr std::array<Range, 4> without_width = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

/// The common ranges of the East Asian Widths W and F (Unicode Standard Annex 11), and the blocks of emoji.
constexpr std::array<Range, 10> wide = {{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0xFFE0, 0xFFE6},
                                         {0x1F300, 0x1FAFF},
                                         {0x20000, 0x3FFFD}}};

}  // namespace

char32_t take_character(std::string_view& text, std::size_t& length) {
    const auto first = static_cast<unsigned char>(text[0]);
    length = std::min<std::size_t>(first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4, text.size());
    char32_t character = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

int character_width(char32_t character) {
    if (character < 0x300) return 1;
    if (in_one_of(without_width, character)) return 0;
    return in_one_of(wide, character) ? 2 : 1;
}

int display_width(std::string_view text) {
    int width = 0;
    for (std::size_t length = 0; !text.empty();) width += character_width(take_character(text, length));
    return width;
}

std::size_t fitting_bytes(std::string_view text, int columns) {
    std::size_t kept = 0;
    for (int width = 0; !text.empty();) {
        std::size_t length = 0;
        width += character_width(take_character(text, length));
        if (width > columns) break;
        kept += length;
    }
    return kept;
}

}  // namespace testskew
