#pragma once
#include <string>
#include <string_view>

namespace testskew::explain {

/// The whole statement, perhaps of several lines, to which line number `line` of a Python file belongs. `first` is its
/// first line without the blanks around it. A recording keeps no more than that of a statement. The result is "" if the
/// text has no such statement there because the file was changed since. Of a compound statement it is only the head.
std::string whole_statement(std::string_view text, int line, std::string_view first);

}  // namespace testskew::explain
