#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::explain {

/// A form of syntax that came (or changed) with a version.
struct SyntaxForm {
    std::string name;   ///< "the match statement"
    std::string since;  ///< "3.10"
    std::string instead;
};

/// The newer forms of syntax that a source line seems to hold; a line at which an older parser stopped. Says nothing of
/// lines that it cannot tell by themselves.
std::vector<SyntaxForm> newer_syntax(std::string_view line);

}  // namespace testskew::explain
