#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ci/shell.hpp"

namespace testskew::ci {

/// True for what the name of a variable may hold.
bool is_parameter_character(char c);

/// The parameter with which the inside of ${...} begins: a name, a number, "@" or "*"; "" if it begins with none.
std::string parameter_in(const std::string& inside);

/// What the variables and command substitutions of a script stand for, where that can be told without running it.
class ShellExpansion {
public:
    ShellExpansion(const ShellScope& scope, const std::map<std::string, ShellWord>& variables)
        : scope_(scope), variables_(variables) {}

    /// $1, $2, ...
    const std::vector<std::string>& arguments() const { return scope_.arguments; }
    /// The value of a variable, "" if it is not set; nullopt if nobody knows it.
    std::optional<std::string> value_of(const std::string& name) const;
    /// The value of ${inside} with an operation, such as ${NAME:-word}. If it is unknown, the text as it was written.
    ShellWord braces(const std::string& inside) const;
    /// What $(command) prints; nullopt if nobody knows it.
    std::optional<std::string> substituted(const std::string& command) const;

private:
    ShellWord otherwise(const std::string& word, const ShellScope& scope) const;

    const ShellScope& scope_;
    const std::map<std::string, ShellWord>& variables_;
};

}  // namespace testskew::ci
