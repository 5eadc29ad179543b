#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/deed_words.hpp"
#include "report/facts.hpp"
#include "report/headline.hpp"
#include "report/json_cluster.hpp"
#include "report/report.hpp"
#include "report/reproduction_words.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

using Json = nlohmann::ordered_json;

namespace testskew::report {
namespace {

Json reproduction(const std::optional<Reproduction>& from) {
    if (!from) return nullptr;
    Json left_out = Json::array();
    for (const LeftOutSession& session : from->left_out)
        left_out.push_back({{"session", session.number}, {"failed", session.failed}, {"command", session.command}});
    return {{"text", reproduction_words(*from)},
            {"recording", from->recording},
            {"session", from->session},
            {"whole", from->whole()},
            {"same", from->same},
            {"otherwise", from->otherwise},
            {"not_here", from->not_here},
            {"only_here", from->only_here},
            {"left_out", left_out},
            {"not_looked_at", from->not_looked_at}};
}

Json profile(const ReportSide& side, const std::string& name) {
    Json packages = Json::object(), fidelity = Json::array();
    for (const auto& [package, what] : side.packages) packages[package] = what.version;
    for (const Fidelity& f : side.provenance.fidelity)
        fidelity.push_back({{"what", f.what}, {"asked", f.asked}, {"got", f.got}});
    return {{"name", name},
            {"python", side.python},
            {"packages", packages},
            {"fidelity", fidelity},
            {"notes", side.provenance.notes},
            {"requirements_origin", text_or_null(side.provenance.requirements)},
            {"packages_from", text_or_null(side.provenance.packages)},
            {"selection", side.selection},
            {"seconds", side.seconds},
            {"ended", text_or_null(side.ended)},
            {"missing", side.missing},
            {"reproduction", reproduction(side.reproduction)}};
}

Json outcomes(const ReportSide& side) {
    // These three are always there, as most readers ask for them.
    Json result = {{"failed", 0}, {"passed", 0}, {"error", 0}};
    for (const auto& [outcome, count] : side.outcomes) result[to_string(outcome)] = count;
    return result;
}

Json warnings(const std::vector<WarningRecord>& all) {
    Json result = Json::array();
    for (const WarningRecord& w : all)
        result.push_back({{"category", w.category},
                          {"message", w.message},
                          {"path", text_or_null(w.path)},
                          {"line", w.path.empty() ? Json(nullptr) : Json(w.line)},
                          {"when", w.when},
                          {"test", text_or_null(w.test)}});
    return result;
}

Json cannot_install(const std::optional<UninstallablePackage>& refused) {
    if (!refused) return nullptr;
    return {{"side", refused->side},
            {"other", refused->other},
            {"python", refused->python},
            {"other_python", refused->other_python},
            {"package", text_or_null(refused->package)},
            {"version", text_or_null(refused->version)},
            {"contradiction", refused->contradiction},
            {"reason", refused->reason},
            {"repair", to_string(refused->repair)},
            {"induce", to_string(refused->induce)},
            {"first_release", text_or_null(refused->first_release)}};
}

Json session(const SessionSummary& s) {
    Json taken = Json::array(), results = Json::object();
    for (const DeltaName& d : s.taken) taken.push_back({{"factor", to_string(d.factor)}, {"delta", d.delta}});
    for (const auto& [number, result] : s.results) results[std::to_string(number)] = to_string(result);
    return {{"id", s.id},
            {"phase", to_string(s.phase)},
            {"base", to_string(s.from)},
            {"taken", taken},
            {"predicted", text_or_null(s.predicted)},
            {"results", results},
            {"as_planned", s.as_planned},
            {"command", s.command},
            {"environment", s.environment},
            {"recording", text_or_null(s.recording)},
            {"seconds", s.seconds},
            {"reason", s.reason}};
}

/// How busy the slots for sessions were: the seconds of all sessions by what the slots had.
Json utilisation(const Report& report) {
    if (report.slots <= 0 || report.seconds <= 0) return nullptr;
    double busy = 0;
    for (const SessionSummary& s : report.sessions) busy += s.seconds;
    return {{"slots", report.slots}, {"busy_seconds", busy}, {"share", busy / (report.slots * report.seconds)}};
}

}  // namespace

std::string json(const Report& report, const Secrets& secrets) {
    const auto all = problems(report);
    Json document = {
        {"schema", 1},
        {"tool", {{"name", "testskew"}, {"version", version()}}},
        {"run", text_or_null(report.run)},
        {"workspace", text_or_null(report.workspace)},
        {"exit_code", static_cast<int>(report.exit_code)},
        {"seconds", report.seconds},
        {"utilisation", utilisation(report)},
        {"summary", headline(report)},
        {"profiles",
         {{"bad", profile(report.bad, bad_name(report))}, {"good", profile(report.good, good_name(report))}}}};
    Json differences = Json::array(), clusters = Json::array(), sessions = Json::array();
    for (const Difference& d : report.comparison.differences) {
        Json deltas = Json::array();
        for (const DeltaDifference& delta : d.deltas)
            deltas.push_back({{"name", delta.name}, {"bad", optional(delta.bad)}, {"good", optional(delta.good)}});
        differences.push_back({{"factor", to_string(d.factor)}, {"deltas", deltas}, {"swappable", d.swappable}});
    }
    for (const Cluster& c : report.comparison.clusters) clusters.push_back(cluster_json(report, c, all));
    for (const SessionSummary& s : report.sessions) sessions.push_back(session(s));
    document["cannot_install"] = cannot_install(report.cannot_install);
    document["differences"] = differences;
    document["outcomes"] = {{"bad", outcomes(report.bad)}, {"good", outcomes(report.good)}};
    document["clusters"] = clusters;
    document["other_outcomes"] = tests(report.comparison.other_differences);
    document["warnings"] = {{"bad_only", warnings(report.comparison.warnings_bad_only)},
                            {"good_only", warnings(report.comparison.warnings_good_only)},
                            {"left_out", report.comparison.warnings_left_out}};
    document["attribution"] = {{"done", report.attribution.done},
                               {"stopped", text_or_null(stopped_words(report.attribution.stopped))},
                               {"one_at_a_time", report.attribution.one_at_a_time}};
    document["sessions"] = sessions;
    document["notes"] = report.notes;
    hide_secrets(document, secrets);
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace testskew::report
