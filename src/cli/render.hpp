#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "cli/options.hpp"
#include "model/report.hpp"
#include "report/formats.hpp"

namespace testskew::cli {

/// Prints the report in the format of --format (text by default), or writes each of these formats to where -o says.
/// With --json - only the JSON is printed. `project` is the folder to which the paths of the report are relative.
/// Throws Error for several formats without -o, and for a file that cannot be written.
void render(const Options& options, const Report& report, const std::filesystem::path& project);

/// Gives a document in one format.
using InFormat = std::function<std::string(report::Format, const report::FormatOptions&)>;

/// The same for any document.
void render_in_formats(const Options& options, const std::filesystem::path& project, const InFormat& in_format);

/// Prints a text for people. In a log of GitHub, nothing in it is read as a command.
void print_text(const std::string& text);

/// Writes the document to where --json says: to a file, or to stdout with -. Returns true if nothing else is to be
/// printed.
bool give_json(const Options& options, const std::string& document);

}  // namespace testskew::cli
