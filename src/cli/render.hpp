#pragma once
#include "cli/options.hpp"
#include "model/report.hpp"

namespace testskew::cli {

/// Prints the report in each format of --format (text by default). With --json - it prints only the JSON. Throws Error
/// for an unknown format.
void render(const Options& options, const Report& report);

/// Writes the document to where --json says: to a file, or to stdout with -. Returns true if nothing else is to be
/// printed.
bool give_json(const Options& options, const std::string& document);

}  // namespace testskew::cli
