#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// GitHub's expressions, ${{ ... }}: what they are worth as far as the files of a repository say.
namespace testskew::ci {

/// What an expression is worth. What only a run knows (secrets, outputs of steps) is unknown, and says why.
struct Worth {
    nlohmann::json value;
    bool known = true;
    std::string why = {};  ///< if it is unknown: "secrets.TOKEN"
};

/// An unknown value, and why.
Worth unknown_worth(const std::string& why);

/// Looks up a name with its dots: "matrix.python-version", "env.CI". What a context does not hold is null, and what
/// nobody can know is unknown.
using Lookup = std::function<Worth(const std::string& name)>;

/// Evaluates an expression without its ${{ }}. One that cannot be read is unknown.
Worth evaluate(const std::string& expression, const Lookup& lookup);

/// The text of a value as GitHub makes a string of it.
std::string text_of(const nlohmann::json& value);

/// Whether a value counts as true.
bool is_true(const nlohmann::json& value);

/// A text with its ${{ }} replaced. An unknown one stays, without blanks inside, and `unknown` gets its reason.
std::string interpolated(const std::string& text, const Lookup& lookup, std::vector<std::string>& unknown);

/// The worth of a condition (`if:`), which may stand without ${{ }}.
Worth condition(const std::string& text, const Lookup& lookup);

}  // namespace testskew::ci
