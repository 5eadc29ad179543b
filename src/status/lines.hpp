#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::status {

/// `text` on one line, in which a terminal shows each character as it is.
std::string one_line(std::string_view text);

/// What a live line shows.
struct Line {
    std::string label, what;
    double seconds = 0;  ///< the time since the activity began
};

/// Shortens `text` to at most `columns` columns. It ends with "..." if it was shortened.
std::string fitted(std::string_view text, int columns);

/// A time as people read it: "0.4 s", "59.9 s", "1:05", "1:02:03".
std::string elapsed_text(double seconds);

/// The live lines for a terminal of this size. No line is wider than columns - 1, and there are at most rows - 2 lines.
/// If there are more activities, the last line says how many.
std::vector<std::string> live_lines(const std::vector<Line>& lines, int columns, int rows);

}  // namespace testskew::status
