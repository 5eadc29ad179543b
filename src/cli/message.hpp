#pragma once
#include <string>

#include "util/error.hpp"

namespace testskew::cli {

/// The message of an error as a terminal may show it: control characters are shown and not sent, and no line has more
/// than 400 columns. A message about the command line or a file of the project is one line, whatever these hold. Others
/// may have lines, such as the output of a setup command; those after the first are marked, so that none can look like
/// a line of its own, which a CI would take for a command (::error::).
std::string shown_message(const std::string& message, ExitCode code);

/// The text with its control characters, those that turn the direction of text among them, as escapes of JSON: \u001b.
/// Line feeds stay. A JSON document says the same afterwards.
std::string with_controls_shown(const std::string& text);

/// What stdout gets: the text with its control characters shown like that, except for line feeds, tabs and the escape
/// sequences that set colours. What tests have written was cleaned before; names of files and profiles were not.
std::string for_terminal(const std::string& text);

/// A script of a POSIX shell in which these characters, and bytes that are no UTF-8, are made by printf. They may stand
/// in single quotes alone. The script does the same.
std::string script_for_terminal(const std::string& script);

}  // namespace testskew::cli
