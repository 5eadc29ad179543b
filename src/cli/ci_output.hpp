#pragma once
#include <string>

#include "cli/options.hpp"
#include "model/ci_report.hpp"

namespace testskew::cli {

/// Which CI the program runs in, as its variables say.
enum class CiPlace { none, github, gitlab };
CiPlace ci_place();

/// The folder of the project below the root of the repository, for the paths that a CI shows; "" if they are the same.
std::string folder_in_repository(const std::string& project);

/// Appends to a file, as GitHub takes what a step says. Returns false if it cannot be written.
bool append_to(const std::string& path, const std::string& text);

/// Appends NAME=JSON to the outputs of the step (--github-output). Throws Error (exit code 2) for a bad name and
/// outside of GitHub.
void write_step_output(const std::string& name, const std::string& json);

/// Prints the report and, on GitHub and GitLab, writes what the place takes: annotations, the job summary and the
/// outputs of the step; the section of the log and the code quality report. What cannot be written is said on one line
/// and changes nothing else.
void publish_ci(const Options& options, const CiReport& report);

/// Says on one line of stderr, and on GitHub as an annotation, what went wrong.
void warn_ci(const std::string& message);

}  // namespace testskew::cli
