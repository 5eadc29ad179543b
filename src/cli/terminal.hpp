#pragma once
#include <memory>
#include <string>

#include "cli/options.hpp"
#include "report/report.hpp"
#include "status/status.hpp"

namespace testskew::cli {

/// How to print to stdout: the width, and whether colours and Unicode are wanted (--color, NO_COLOR, TERM, the locale).
report::TextOptions text_options(const Options& options);

/// A status display on stderr: live lines on a terminal, plain lines elsewhere, nothing with --quiet.
std::unique_ptr<Status> progress(const Options& options);

/// Writes to stdout, with control characters shown (for_terminal()). Throws Error if stdout is closed or its disk is
/// full.
void print(const std::string& text);

/// The same for a text of which the caller has shown the control characters, so that all that are left are testskew's.
void print_as_it_is(const std::string& text);

/// Prints one line on stderr, after the program's name.
void say(const std::string& line);

}  // namespace testskew::cli
