#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "util/secrets.hpp"

/// What a job of GitLab prints and hands over.
namespace testskew::report {

/// GitLab's code quality report (gl-code-quality-report.json): one entry for each problem with a file of the project,
/// "[]" if there is none. An entry keeps its fingerprint as long as its failure stays the same.
std::string code_quality(const CiReport& report, const Secrets& secrets);

/// A text as a section of the job's log, which GitLab folds away. `seconds` is the time since 1970.
std::string log_section(const std::string& title, const std::string& text, long seconds);

}  // namespace testskew::report
