#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// One side of the report, from its recording. `compare` has neither an environment nor a profile.
ReportSide side(const Recording& recording, const Environment* environment = nullptr, const Profile* profile = nullptr);

/// What the report says of the run as a whole.
struct RunFacts {
    std::string run, run_directory, workspace;
    std::vector<std::string> notes;
    double seconds = 0;
    bool strict = false;
};

/// The whole report, with what is derived from the rest: fidelity and session notes, the exit code.
Report assemble(ReportSide bad, ReportSide good, Comparison comparison, Attribution attribution, RunFacts facts);

/// 0 no failure, 1 regressions that all have a shown cause, 3 any other failure, 4 a session that came to nothing.
/// `strict`: outcomes that differ without a failure count as failures.
int exit_code(const Report& report, bool strict = false);

}  // namespace testskew::report
