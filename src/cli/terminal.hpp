#pragma once
#include <memory>
#include <string>

#include "cli/options.hpp"
#include "report/report.hpp"
#include "status/status.hpp"

namespace testskew::cli {

/// How to print to stdout: its width, whether colours and Unicode are wanted (--color, NO_COLOR, TERM, the locale).
report::TextOptions text_options(const Options& options);

/// Progress on stderr as it suits: live, plain or none.
std::unique_ptr<Status> progress(const Options& options);

/// Writes to stdout. Throws Error where it is closed or full.
void print(const std::string& text);

}  // namespace testskew::cli
