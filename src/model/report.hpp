#pragma once
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/environment.hpp"
#include "model/outcomes.hpp"
#include "model/profile.hpp"
#include "model/recording.hpp"
#include "model/uninstallable_package.hpp"
#include "util/error.hpp"

namespace testskew {

/// One side as the report shows it.
struct ReportSide {
    std::string name;
    std::string python;  ///< "3.11.7"
    PackageSet packages;
    Provenance provenance;
    std::string selection;   ///< "tests -m integration", "3 files"
    OutcomeCounts outcomes;  ///< 31 failed, 14 passed, ...: as pytest counts them
    double seconds = 0;
    std::string ended;                 ///< "" or "killed by signal 11", "timed out after 60 s", "exit status 2: ..."
    std::vector<std::string> missing;  ///< variables of the shell that tests asked for and did not get
};

/// Everything that a report shows. Every format is made from this and from nothing else.
struct Report {
    std::string run;            ///< "20261122-101502-3f2a"
    std::string run_directory;  ///< ".testskew/runs/20261122-101502-3f2a", relative to the project
    std::string workspace;      ///< "overlay", "copy", "" for recordings made elsewhere
    ReportSide bad, good;
    /// Set if one side cannot be installed. Then no session was run, and there is nothing to compare.
    std::optional<UninstallablePackage> cannot_install;
    Comparison comparison;
    Attribution attribution;
    std::vector<SessionSummary> sessions;
    std::vector<std::string> notes;
    double seconds = 0;
    ExitCode exit_code = ExitCode::ok;
};

}  // namespace testskew
