#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "recording/test_table.hpp"

/// Reads the lines of which a recording nearly consists, byte for byte as the probe writes them, without a parser.
/// Whatever looks otherwise is left to one.
namespace testskew::recording {

/// A line that tells of a plain step of a test. The members are views into the line.
struct PlainLine {
    std::size_t test = 0;  ///< its number in the table
    PlainStep step = PlainStep::start;
    std::string_view seconds;  ///< as it is written; "" of a start
    std::string_view worker;
};

/// Takes such a line apart; nullopt if it is another one. A test that is new gets its number.
std::optional<PlainLine> plain_line(std::string_view line, TestTable& tests);

/// The ids of a `selected` record, which is one long line. The members are views into the line.
struct PlainSelection {
    std::vector<std::string_view> ids, deselected;
};

/// Takes such a line apart; nullopt if it is another one, or if an id is written with escapes or beyond ASCII.
std::optional<PlainSelection> plain_selection(std::string_view line);

/// The kind of a record that is written as the probe writes it: "warning"; "" if it cannot be told at a glance.
std::string_view kind_of_line(std::string_view line);

}  // namespace testskew::recording
