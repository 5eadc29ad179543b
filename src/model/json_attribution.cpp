#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON_ENUM(VerdictKind, proven, untestable)
TESTSKEW_JSON_ENUM(CellResult, fails, nothing)
TESTSKEW_JSON_ENUM(SideName, bad, good)
TESTSKEW_JSON_ENUM(Phase, base, observe)
TESTSKEW_JSON_ENUM(Relation, none, rate)
TESTSKEW_JSON_ENUM(Role, none, enough)
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

namespace {
TESTSKEW_JSON_PART(write_all_but_side, read_all_but_side, SessionSummary, id, phase, taken, predicted, results,
                   as_planned, command, environment, recording, seconds, reason)
}  // namespace

void to_json(nlohmann::json& json, const SessionSummary& summary) {
    write_all_but_side(json, summary);
    json["base"] = summary.from;
}
void from_json(const nlohmann::json& json, SessionSummary& summary) {
    read_all_but_side(json, summary);
    summary.from = json.value("base", SessionSummary{}.from);
}
TESTSKEW_JSON(Attribution, done, clusters, sessions, stopped, one_at_a_time)

}  // namespace testskew
