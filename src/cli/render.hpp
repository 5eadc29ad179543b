#pragma once
#include "cli/options.hpp"
#include "model/report.hpp"

namespace testskew::cli {

/// Prints the report in each format of --format (text by default), or JSON alone with --json -. Throws Error for an
/// unknown format.
void render(const Options& options, const Report& report);

/// Writes what --json asks for: to its file, or to stdout with -. True: nothing else is to be printed.
bool give_json(const Options& options, const std::string& document);

}  // namespace testskew::cli
