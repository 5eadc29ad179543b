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

/// A session of pytest that a recording has besides the one that was set up again, and in which tests failed.
struct LeftOutSession {
    int number = 0;  ///< from 1 on
    long failed = 0;
    std::string command;  ///< "pytest -q tests/unit"
};

/// Whether a side that is set up from a recording showed here what was recorded.
struct Reproduction {
    std::string recording;                 ///< the name of its file: "leg.jsonl"
    int session = 1;                       ///< which of its sessions of pytest was set up again
    long same = 0;                         ///< how many recorded failures came again in the same way
    std::vector<std::string> otherwise;    ///< tests that failed there, and fail here in another way
    std::vector<std::string> not_here;     ///< tests that failed there, and do not fail here
    std::vector<std::string> only_here;    ///< tests that ran there without failing, and fail here
    std::vector<LeftOutSession> left_out;  ///< sessions with failures that were not set up; none if one was named
    int not_looked_at = 0;                 ///< further sessions of the recording that were not read

    long recorded() const { return same + static_cast<long>(otherwise.size() + not_here.size()); }
    /// True if every recorded failure of the leg came again in the same way.
    bool whole() const { return otherwise.empty() && not_here.empty() && left_out.empty() && not_looked_at == 0; }
};

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
    /// Set if the side is a recording that was set up again.
    std::optional<Reproduction> reproduction = {};
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
    int slots = 0;  ///< sessions that could run side by side; 0 if nothing was attributed
    ExitCode exit_code = ExitCode::ok;
};

}  // namespace testskew
