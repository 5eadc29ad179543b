#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::explain {

/// A form of syntax that a version of Python introduced or changed.
struct SyntaxForm {
    std::string name;   ///< "the match statement"
    std::string since;  ///< "3.10"
    std::string instead;
};

/// The newer forms of syntax that a source line seems to hold. The line is one at which an older parser stopped; a form
/// that cannot be told from one line alone is not found.
std::vector<SyntaxForm> newer_syntax(std::string_view line);

}  // namespace testskew::explain
