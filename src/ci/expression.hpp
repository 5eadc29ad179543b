#pragma once
#include <functional>
#include <string>
#include <vector>

#include "ci/expression_values.hpp"

/// GitHub's expressions, ${{ ... }}: what they are worth as far as the files of a repository say.
namespace testskew::ci {

/// Looks up a name with its dots: "matrix.python-version", "env.CI". What a context does not hold is null, and what
/// nobody can know is unknown.
using Lookup = std::function<Worth(const std::string& name)>;

/// Evaluates an expression without its ${{ }}. One that cannot be read is unknown.
Worth evaluate(const std::string& expression, const Lookup& lookup);

/// A text with its ${{ }} replaced. An unknown one stays, without blanks inside, and `unknown` gets its reason.
std::string interpolated(const std::string& text, const Lookup& lookup, std::vector<std::string>& unknown);

/// Whether a condition has text outside of its one ${{ }}. GitHub makes a text of it, which is never empty, and so
/// true.
bool is_text_condition(const std::string& text);

/// The worth of a condition (`if:`), which may stand without ${{ }}.
Worth condition(const std::string& text, const Lookup& lookup);

}  // namespace testskew::ci
