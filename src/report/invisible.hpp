#pragma once
#include <string>
#include <string_view>

#include "model/comparison.hpp"

/// Differences that nobody sees in a terminal: escape codes, blanks, line endings, composed letters.
namespace testskew::report {

/// In what two texts that are not equal differ, if that is nothing but what cannot be seen: "escape codes (colours)",
/// "blanks at the end of a line", "indentation", "blanks", "line endings (CRLF and LF)", "composed and decomposed
/// letters (NFC and NFD)", "invisible characters". "" if they differ in more than that.
std::string invisible_difference(std::string_view left, std::string_view right);

/// A text in quotes with everything spelled that cannot be seen: around the first place at which it differs from
/// `other`, and at most `limit` characters of it.
std::string spelled(std::string_view text, std::string_view other, std::size_t limit);

/// "the two texts differ only in escape codes (colours): '\x1b[31mred' and 'red'", of an assertion that compares two
/// texts; "" if the failure is another one, or if what differs can be seen.
std::string invisible_line(const Failure& failure);

}  // namespace testskew::report
