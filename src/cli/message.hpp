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

}  // namespace testskew::cli
