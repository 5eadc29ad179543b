#pragma once
#include <string>
#include <vector>

#include "report/report.hpp"

namespace testskew::report {

/// The formats in which the report of a run can be had. docs/reports.md says what each is for.
enum class Format { text, json, markdown, html, sarif, junit, summary, annotations, code_quality };

/// What a format is called on the command line, and the file that it is written to in a folder of reports.
struct FormatName {
    Format format;
    const char *name, *file;
};

/// All formats, in the order in which people are told of them.
const std::vector<FormatName>& all_formats();

struct FormatOptions {
    TextOptions text;
    std::string folder;  ///< of the project below the root of the repository; "" if they are the same
};

/// The report in one format.
std::string in_format(Format format, const Report& report, const Secrets& secrets, const FormatOptions& options);

}  // namespace testskew::report
