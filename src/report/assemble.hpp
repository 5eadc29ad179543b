#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// One side of the report, made from its recording. `compare` has recordings only, so it gives no environment and no
/// profile.
ReportSide side(const Recording& recording, const Environment* environment = nullptr, const Profile* profile = nullptr);

/// What the report says of the run as a whole.
struct RunFacts {
    std::string run, run_directory, workspace;
    std::vector<std::string> notes;
    double seconds = 0;
    bool strict = false;
};

/// The whole report. It also works out which clusters are flaky, and the exit code.
Report assemble(ReportSide bad, ReportSide good, Comparison comparison, Attribution attribution, RunFacts facts);

/// The exit code of a report: 0 if nothing failed; 1 if there are regressions and each has a shown cause; 3 for any
/// other failure; 4 if nothing regressed and a session gave no outcome at all. With `strict`, outcomes that differ
/// between the sides without a failure count as failures.
ExitCode exit_code(const Report& report, bool strict = false);

}  // namespace testskew::report
