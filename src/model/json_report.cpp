#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON(Package, version, requirement)
TESTSKEW_JSON(Fidelity, what, asked, got)
TESTSKEW_JSON(ReportSide, name, python, packages, fidelity, notes, requirements_origin, packages_from, selection,
              outcomes, seconds, ended, missing)
TESTSKEW_JSON(Report, run, run_directory, workspace, bad, good, comparison, attribution, sessions, notes, seconds,
              exit_code)

}  // namespace testskew
