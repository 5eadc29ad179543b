#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON_ENUM(VerdictKind, proven, untestable)
TESTSKEW_JSON_ENUM(CellResult, fails, nothing)
TESTSKEW_JSON_ENUM(SideName, bad, good)
TESTSKEW_JSON_ENUM(ServerExceptions, attach, off)
TESTSKEW_JSON_ENUM(Factor, interpreter, host)
TESTSKEW_JSON_ENUM(Phase, base, repeat)
TESTSKEW_JSON_ENUM(Relation, none, rate)
TESTSKEW_JSON_ENUM(Role, none, enough)
TESTSKEW_JSON_ENUM(DeltaKind, interpreter, home)
TESTSKEW_JSON_ENUM(StateKind, other, thread)
TESTSKEW_JSON_ENUM(VerdictReason, none, as_noted)
TESTSKEW_JSON_ENUM(SuspicionKind, changed, symptom)
TESTSKEW_JSON_ENUM(ApiKind, name, behaviour)
TESTSKEW_JSON_ENUM(ApiSpan, since, in)
TESTSKEW_JSON_ENUM(TouchKind, code, looks_for)
TESTSKEW_JSON_ENUM(CaveatKind, none, package_changes)
TESTSKEW_JSON_ENUM(ObstacleKind, none, failed)
TESTSKEW_JSON(Cell, F, P, X, U)
TESTSKEW_JSON(Verdict, factor, kind, repair, induce, p, role, given, jointly_with, context_dependent, reason)
TESTSKEW_JSON(DeltaName, factor, delta)
TESTSKEW_JSON(CauseDeed, kind, name, before, after, collected, test)
TESTSKEW_JSON(CauseTouch, kind, name, bad, good)
TESTSKEW_JSON(CausePlace, path, line, deed, through, through_line, shown, touch)
TESTSKEW_JSON(CausePollution, needed, place, tests, test, also, culprit)
TESTSKEW_JSON(CauseDelta, index, factor, name, kind, bad, good, opened, told, paths, pollution)
TESTSKEW_JSON(CauseSet, deltas, welded, blocks)
TESTSKEW_JSON(CausePackage, name, bad, good, first_bad, last_good, released, otherwise, behind, bad_is_newer,
              fails_before)
TESTSKEW_JSON(CauseValue, text, shown)
TESTSKEW_JSON(CauseVariable, name, bad, good, behind)
TESTSKEW_JSON(CauseInterpreter, bad, good, first_bad, behind, last_good, bad_build, good_build, builds_by_path)
TESTSKEW_JSON(ApiPart, kind, names, by_platform, patch, span, release, text)
TESTSKEW_JSON(CauseApi, name, what, since, until, instead, package, swallowed_at)
TESTSKEW_JSON(CauseLayer, deltas, api)
TESTSKEW_JSON(Cause, factors, verdict, relation, many, looked_into, sets, layers, along_bad, along_good, at, packages,
              variables, files, interpreter, sessions, environments, mixes, api)
TESTSKEW_JSON(Obstacle, kind, text, untried, count, compiled)
TESTSKEW_JSON(Caveat, kind, names, why)
TESTSKEW_JSON(ClusterAttribution, cluster, problem, flaky, verdicts, cause, caveats)

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
TESTSKEW_JSON(UntestedExplanation, cluster, api)
TESTSKEW_JSON(Suspicion, cluster, deltas, why, what, path, line)
TESTSKEW_JSON(Attribution, done, clusters, untested, suspicions, sessions, stopped, one_at_a_time)

}  // namespace testskew
