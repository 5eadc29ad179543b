#pragma once
#include <string>
#include <string_view>
#include <vector>

/// How text that testskew did not write becomes HTML: nothing in it is interpreted.
namespace testskew::report {

/// Text for an element or for an attribute in quotes.
std::string html_text(std::string_view text);

/// Text as code; "" for no text.
std::string html_code(std::string_view text);

/// One line of text. What stands between backticks becomes code.
std::string html_line(std::string_view text);

/// Lines as a list; "" for no lines.
std::string html_list(const std::vector<std::string>& lines);

/// A row of a table whose cells are HTML. The first cell is the head of the row.
std::string html_row(const std::vector<std::string>& cells);

/// Begins a table with these heads, which are text. Whoever writes it ends it with html_table_end.
std::string html_table(const std::string& caption, const std::vector<std::string>& heads);
inline constexpr const char* html_table_end = "</tbody></table></div>\n";

/// A part that is folded away. The title is HTML.
std::string html_folded(const std::string& title, const std::string& content, bool open = false);

}  // namespace testskew::report
