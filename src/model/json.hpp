#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/environment.hpp"
#include "model/profile.hpp"
#include "model/recording.hpp"
#include "model/report.hpp"
#include "util/secrets.hpp"

/// The structs of model/ as JSON, for the files of the run folder that testskew itself writes and reads. (report.json
/// is made by report/.)
namespace testskew {

std::string to_string(Outcome outcome);
std::string to_string(ClusterKind kind);
std::string to_string(VerdictKind kind);        ///< "ruled out" with a space
std::string to_string(Invocation invocation);   ///< "pytest", "python -m pytest"
std::string to_string(const FilesSpec& files);  ///< "worktree", "tracked", "ref:<commit>"

/// Takes the secrets out of every text of a document and makes the texts valid UTF-8, in place. The names of members
/// and what identifies a test (`id`, `ids`) stay. Returns whether anything was changed.
bool hide_secrets(nlohmann::json& document, const Secrets& secrets);
bool hide_secrets(nlohmann::ordered_json& document, const Secrets& secrets);

/// The report with the secrets taken out of every text. Every format is made from the result, and what it has made is
/// not searched again: what looks like an assignment there may span its markup.
Report without_secrets(const Report& report, const Secrets& secrets);

#define TESTSKEW_JSON_OF(Type)                       \
    void to_json(nlohmann::json& json, const Type&); \
    void from_json(const nlohmann::json& json, Type&);
TESTSKEW_JSON_OF(Outcome)
TESTSKEW_JSON_OF(ClusterKind)
TESTSKEW_JSON_OF(VerdictKind)
TESTSKEW_JSON_OF(CellResult)
TESTSKEW_JSON_OF(Factor)
TESTSKEW_JSON_OF(SideName)
TESTSKEW_JSON_OF(ServerExceptions)
TESTSKEW_JSON_OF(Phase)
TESTSKEW_JSON_OF(TestPhase)
TESTSKEW_JSON_OF(Relation)
TESTSKEW_JSON_OF(Role)
TESTSKEW_JSON_OF(Frame)
TESTSKEW_JSON_OF(Subject)
TESTSKEW_JSON_OF(ExceptionRecord)
TESTSKEW_JSON_OF(Interpreter)
TESTSKEW_JSON_OF(Request)
TESTSKEW_JSON_OF(WarningRecord)
TESTSKEW_JSON_OF(MissingLookup)
TESTSKEW_JSON_OF(ModeDifference)
TESTSKEW_JSON_OF(Fingerprint)
TESTSKEW_JSON_OF(Failure)
TESTSKEW_JSON_OF(ClusterTest)
TESTSKEW_JSON_OF(NoResultKind)
TESTSKEW_JSON_OF(NoResult)
TESTSKEW_JSON_OF(Divergence)
TESTSKEW_JSON_OF(Swallowed)
TESTSKEW_JSON_OF(SideRate)
TESTSKEW_JSON_OF(RateComparison)
TESTSKEW_JSON_OF(Cluster)
TESTSKEW_JSON_OF(DeltaDifference)
TESTSKEW_JSON_OF(Difference)
TESTSKEW_JSON_OF(Comparison)
TESTSKEW_JSON_OF(Cell)
TESTSKEW_JSON_OF(Verdict)
TESTSKEW_JSON_OF(DeltaKind)
TESTSKEW_JSON_OF(StateKind)
TESTSKEW_JSON_OF(VerdictReason)
TESTSKEW_JSON_OF(ApiKind)
TESTSKEW_JSON_OF(ApiSpan)
TESTSKEW_JSON_OF(TouchKind)
TESTSKEW_JSON_OF(CaveatKind)
TESTSKEW_JSON_OF(ObstacleKind)
TESTSKEW_JSON_OF(CauseDeed)
TESTSKEW_JSON_OF(CausePlace)
TESTSKEW_JSON_OF(CausePollution)
TESTSKEW_JSON_OF(CauseDelta)
TESTSKEW_JSON_OF(CauseSet)
TESTSKEW_JSON_OF(CauseLayer)
TESTSKEW_JSON_OF(ApiPart)
TESTSKEW_JSON_OF(Obstacle)
TESTSKEW_JSON_OF(Caveat)
TESTSKEW_JSON_OF(CausePackage)
TESTSKEW_JSON_OF(CauseValue)
TESTSKEW_JSON_OF(CauseVariable)
TESTSKEW_JSON_OF(CauseInterpreter)
TESTSKEW_JSON_OF(CauseApi)
TESTSKEW_JSON_OF(Cause)
TESTSKEW_JSON_OF(ClusterAttribution)
TESTSKEW_JSON_OF(DeltaName)
TESTSKEW_JSON_OF(Suspicion)
TESTSKEW_JSON_OF(SessionSummary)
TESTSKEW_JSON_OF(UntestedExplanation)
TESTSKEW_JSON_OF(Attribution)
TESTSKEW_JSON_OF(Package)
TESTSKEW_JSON_OF(Fidelity)
TESTSKEW_JSON_OF(Provenance)
TESTSKEW_JSON_OF(ReportSide)
TESTSKEW_JSON_OF(InstallTrial)
TESTSKEW_JSON_OF(UninstallablePackage)
TESTSKEW_JSON_OF(Report)
#undef TESTSKEW_JSON_OF

}  // namespace testskew
