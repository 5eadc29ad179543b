#pragma once
#include <string>
#include <string_view>

namespace testskew::explain {

/// The whole statement, of several lines, that line number `line` of a Python file belongs to. `first` is its first
/// line without the blanks around it, as a recording has it; a recording keeps no more of a statement than that. ""
/// where the text has no such statement there, as the file was changed since. Of a compound statement it is the head.
std::string whole_statement(std::string_view text, int line, std::string_view first);

}  // namespace testskew::explain
