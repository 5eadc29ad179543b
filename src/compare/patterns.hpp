#pragma once
#include <cstddef>
#include <string_view>

/// Functions that recognise what varies in a text from one run to the next. Each returns the length of the match at the
/// beginning of `text`, or 0 if there is none.
namespace testskew::compare {

bool digit(char c);
/// What a name can begin with: a letter, an underscore, or a byte of a character beyond ASCII.
bool begins_name(char c);
/// A letter or a digit.
bool word(char c);
/// How many characters at the start of `text` satisfy `of`.
std::size_t run_of(std::string_view text, bool (*of)(char));

/// A UUID: 8-4-4-4-12 hexadecimal digits.
std::size_t uuid(std::string_view text);
/// An address in memory: 0x7f3a.
std::size_t address(std::string_view text);
/// A date, a time of day, or both: 2026-11-22, 10:15:02, 2026-11-22T10:15:02.123+00:00.
std::size_t time(std::string_view text);
/// A word of at least eight hexadecimal digits that has both digits and letters: a digest, a generated name.
std::size_t hex_word(std::string_view text);
/// A URL with one of the usual schemes.
std::size_t url(std::string_view text);
/// An absolute path with at least one folder.
std::size_t path(std::string_view text);
/// A word that is a temporary name.
std::size_t temporary_word(std::string_view text);
/// A number, which may have parts: 1, 1.5, 3.12.1.
std::size_t number(std::string_view text);

/// True if `name` looks like a name that tempfile or pytest makes.
bool temporary(std::string_view name);

}  // namespace testskew::compare
