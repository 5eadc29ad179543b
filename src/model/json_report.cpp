#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON(Package, version, requirement)
TESTSKEW_JSON(Fidelity, what, asked, got)
TESTSKEW_JSON(ReportSide, name, python, packages, fidelity, notes, requirements_origin, packages_from, selection,
              outcomes, seconds, ended, missing)
TESTSKEW_JSON_ENUM(InstallTrial, untried, fails)
TESTSKEW_JSON(InstallProblem, side, other, python, other_python, package, version, reason, repair, induce,
              first_release)
TESTSKEW_JSON(Report, run, run_directory, workspace, bad, good, cannot_install, comparison, attribution, sessions,
              notes, seconds, exit_code)

}  // namespace testskew
