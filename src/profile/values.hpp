#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "profile/settings.hpp"

namespace testskew::profile {

/// A value that its key cannot have. The message continues the name of the key: "must be a string, not a number".
struct BadValue : std::runtime_error {
    BadValue(const Node& node, const std::string& message)
        : std::runtime_error(message), line(node.line), column(node.column) {}
    int line, column;
};

/// Reads a string. Throws BadValue for anything else, as all functions below do.
std::string read_string(const Node& node);
/// Reads a list of strings.
std::vector<std::string> read_strings(const Node& node);
/// Reads one string or a list of strings, none of them empty.
std::vector<std::string> read_names(const Node& node);

/// Reads and checks the value of the key with this dotted name. host.terminal gives a bool or two numbers as text;
/// host.umask gives its octal digits; an unlimited limit gives -1.
Value read_value(const std::string& name, const Node& node);

/// Whether this is a day of the calendar, "2025-11-20".
bool valid_date(const std::string& text);

}  // namespace testskew::profile
