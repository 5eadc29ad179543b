#pragma once
#include <cstddef>
#include <string_view>

/// The room that a text takes on a terminal. All texts here must be valid UTF-8 (see valid_utf8).
namespace testskew {

/// Takes the first character from a text that is not empty, and returns it. `length` becomes its number of bytes.
char32_t take_character(std::string_view& text, std::size_t& length);

/// The columns of one character: 0 for a combining mark, 2 for an East Asian wide character or an emoji, else 1.
int character_width(char32_t character);

/// The columns of a text.
int display_width(std::string_view text);

/// The length in bytes of the longest beginning of `text` that takes at most `columns` columns.
std::size_t fitting_bytes(std::string_view text, int columns);

}  // namespace testskew
