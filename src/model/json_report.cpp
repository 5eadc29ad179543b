#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON(Package, version, requirement)
TESTSKEW_JSON(Fidelity, what, asked, got)
TESTSKEW_JSON(Provenance, requirements, listed, packages, fidelity, notes)
TESTSKEW_JSON(LeftOutSession, number, failed, command)
TESTSKEW_JSON(Reproduction, recording, session, same, otherwise, not_here, only_here, left_out, not_looked_at)
TESTSKEW_JSON(ReportSide, name, python, packages, provenance, selection, outcomes, seconds, ended, missing,
              reproduction)
TESTSKEW_JSON_ENUM(InstallTrial, untried, fails)
TESTSKEW_JSON(UninstallablePackage, side, other, python, other_python, package, version, contradiction, reason, repair,
              induce, first_release)
TESTSKEW_JSON(Report, run, run_directory, workspace, bad, good, cannot_install, comparison, attribution, sessions,
              notes, seconds, slots, exit_code)

}  // namespace testskew
