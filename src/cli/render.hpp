#pragma once
#include "cli/options.hpp"
#include "model/report.hpp"

namespace testskew::cli {

/// Prints the report in each format of --format (text by default), or JSON alone with --json -. Throws Error for an unknown format.
void render(const Options& options, const Report& report);

}  // namespace testskew::cli
