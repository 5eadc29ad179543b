#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// The values of GitHub's expressions: how they are converted and compared, and the functions that they may call.
namespace testskew::ci {

/// What an expression is worth. What only a run knows (secrets, outputs of steps) is unknown, and says why.
struct Worth {
    nlohmann::json value;
    bool known = true;
    std::string why = {};  ///< if it is unknown: "secrets.TOKEN"
};

/// An unknown value, and why.
Worth unknown_worth(const std::string& why);

/// The text of a value as GitHub makes a string of it.
std::string text_of(const nlohmann::json& value);

/// Whether a value counts as true.
bool is_true(const nlohmann::json& value);

/// The number that a value counts as; not a number if it counts as none.
double number_of(const nlohmann::json& value);

/// Whether two values are equal: the case of strings does not matter, and values of different types are numbers.
bool equal(const nlohmann::json& a, const nlohmann::json& b);

/// What a function (its name in lower case) gives for arguments that are known: contains, startsWith, format, ...
Worth call_known(const std::string& name, const std::vector<nlohmann::json>& given);

}  // namespace testskew::ci
