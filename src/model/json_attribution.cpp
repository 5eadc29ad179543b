#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON_ENUM(VerdictKind, proven, untestable)
TESTSKEW_JSON_ENUM(CellResult, F, U)
TESTSKEW_JSON(Cell, F, P, X, U)
TESTSKEW_JSON(Verdict, factor, kind, repair, induce, p, role, given, jointly_with, context_dependent, reason,
              unexplained)
TESTSKEW_JSON(CausePlace, path, line, what)
TESTSKEW_JSON(CausePackage, name, bad, good, first_bad, last_good, released, otherwise, behind)
TESTSKEW_JSON(CauseValue, text, shown)
TESTSKEW_JSON(CauseVariable, name, bad, good, behind)
TESTSKEW_JSON(CauseInterpreter, bad, good, first_bad, behind)
TESTSKEW_JSON(CauseApi, name, what, since, until, instead, package)
TESTSKEW_JSON(Cause, factors, verdict, relation, summary, summary_tells_parts, summary_tells_sets, sets, layers, at,
              packages, variables, files, interpreter, sessions, environments, api)
TESTSKEW_JSON(ClusterAttribution, cluster, problem, flaky, verdicts, cause, note)
TESTSKEW_JSON(DeltaName, factor, delta)
TESTSKEW_JSON(SessionSummary, id, phase, base, taken, predicted, results, as_planned, command, environment, recording,
              seconds, reason)
TESTSKEW_JSON(Attribution, done, clusters, sessions, stopped, one_at_a_time)

}  // namespace testskew
