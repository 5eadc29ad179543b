#pragma once
#include <string>
#include <string_view>

#include "model/comparison.hpp"

/// Differences that cannot be seen in a terminal: escape codes, blanks, line endings, composed letters.
namespace testskew::report {

/// The kind of difference between two texts, if the whole difference is invisible: "escape codes (colours)", "line
/// endings (CRLF and LF)", "blanks at the end of a line", "indentation", "blanks and line breaks", "characters that
/// cannot be seen", "composed and decomposed letters (NFC and NFD)". Empty if the texts are equal or if they differ in
/// more than that.
std::string invisible_difference(std::string_view left, std::string_view right);

/// A text in quotes, in which each character that cannot be seen is written as an escape. It shows at most `limit`
/// characters, beginning shortly before the first place at which `text` differs from `other`.
std::string spelled(std::string_view text, std::string_view other, std::size_t limit);

/// The line on an assertion that compares two texts: "the two texts differ only in escape codes (colours):
/// '\x1b[31mred' and 'red'". Empty for any other failure, or if the difference can be seen.
std::string invisible_line(const Failure& failure);

/// Says that the message of a failure holds escape codes, if they are left out where it is shown and invisible_line()
/// does not tell of them: they may be the whole difference. Empty if it holds none.
std::string colours_line(const Failure& failure);

}  // namespace testskew::report
