#pragma once
#include <string>
#include <string_view>

/// How text that testskew did not write becomes Markdown: nothing in it is interpreted.
namespace testskew::report {

/// Text for a paragraph or a cell. Characters that Markdown or HTML would interpret are escaped, and line ends become
/// spaces.
std::string markdown_text(std::string_view text);

/// Text as code, between more backticks than it contains.
std::string markdown_code(std::string_view text);

/// Markdown for a cell of a table.
std::string markdown_cell(std::string text);

/// Text as a code block, between more backticks than it contains.
std::string code_block(const std::string& text);

/// One line of text. What stands between backticks becomes code, and the rest is escaped.
std::string markdown_line(std::string_view text);

/// Writes a part that is folded away. Title and content are Markdown.
void folded_away(std::string& out, const std::string& title, const std::string& content);

}  // namespace testskew::report
