#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "profile/layer.hpp"

namespace testskew::profile {

/// A value that its key cannot have. The message continues after the key's name: "must be a string, not a number".
struct BadValue : std::runtime_error {
    BadValue(const Node& node, const std::string& message)
        : std::runtime_error(message), line(node.line), column(node.column) {}
    int line, column;
};

std::string read_string(const Node& node);                ///< throws BadValue, as all below
std::vector<std::string> read_strings(const Node& node);  ///< a list of strings
std::vector<std::string> read_names(const Node& node);    ///< one string or a list of strings

/// The value of a setting by its dotted name, checked. terminal is a bool or a list of two numbers as text; umask its
/// octal digits.
Setting read_setting(const std::string& name, const Node& node);

/// Is this a day of the calendar, "2025-11-20"?
bool valid_date(const std::string& text);

}  // namespace testskew::profile
