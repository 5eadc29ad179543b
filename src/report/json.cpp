#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/api_words.hpp"
#include "report/cause_sentence.hpp"
#include "report/caveat_words.hpp"
#include "report/deed_words.hpp"
#include "report/facts.hpp"
#include "report/headline.hpp"
#include "report/report.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

using Json = nlohmann::ordered_json;

namespace testskew::report {
namespace {

template <typename T>
Json optional(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}
Json text_or_null(const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); }

Json frame(const Frame& f) {
    return {{"path", f.path}, {"line", f.line}, {"function", f.function}, {"source", f.source}, {"project", f.project}};
}
Json frame(const std::optional<Frame>& f) { return f ? frame(*f) : Json(nullptr); }

Json frames(const std::vector<Frame>& all) {
    Json result = Json::array();
    for (const Frame& f : all) result.push_back(frame(f));
    return result;
}

Json failure(const Failure& f) {
    Json chain = Json::array();
    for (const ExceptionRecord& e : f.chain)
        chain.push_back(
            {{"type", e.type}, {"message", e.message}, {"link", e.link}, {"frames", frames(e.frames)}, {"cut", e.cut}});
    Json request = nullptr;
    if (f.request)
        request = {{"method", f.request->method},
                   {"path", f.request->path},
                   {"status", f.request->status ? Json(f.request->status) : Json(nullptr)}};
    // report.json gives the frames of the exception that is shown, which is one of the chain.
    Json shown = Json::array();
    for (const ExceptionRecord& e : f.chain)
        if (e.type == f.type && e.message == f.message) {
            shown = frames(e.frames);
            break;
        }
    return {{"type", f.type},
            {"message", f.message},
            {"path", text_or_null(f.path)},
            {"line", f.path.empty() ? Json(nullptr) : Json(f.line)},
            {"function", text_or_null(f.function)},
            {"source", f.source},
            {"phase", to_string(f.phase)},
            {"swallowed", f.swallowed},
            {"request", request},
            {"handled_at", frame(f.handled_at)},
            {"assertion", f.assertion},
            {"frames", shown},
            {"chain", chain},
            {"cut", f.cut}};
}
Json failure(const std::optional<Failure>& f) { return f ? failure(*f) : Json(nullptr); }

Json divergence(const std::optional<Divergence>& d) {
    if (!d) return nullptr;
    return {{"path", d->path}, {"line", d->line}, {"function", d->function}, {"source", d->source}, {"text", d->text},
            {"bad", d->bad},   {"good", d->good}, {"certain", d->certain},   {"test", d->test}};
}

Json swallowed(const std::vector<Swallowed>& all) {
    Json result = Json::array();
    for (const Swallowed& s : all)
        result.push_back({{"type", s.type},
                          {"message", s.message},
                          {"raised_at", frame(s.raised_at)},
                          {"handled_at", frame(s.handled_at)},
                          {"by", text_or_null(s.by)},
                          {"hook", s.hook}});
    return result;
}

Json one_sided(const std::vector<OneSidedWarning>& all) {
    Json result = Json::array();
    for (const OneSidedWarning& w : all)
        result.push_back({{"category", w.category},
                          {"message", w.message},
                          {"path", text_or_null(w.path)},
                          {"line", w.path.empty() ? Json(nullptr) : Json(w.line)},
                          {"side", w.bad ? "bad" : "good"},
                          {"test", w.test}});
    return result;
}

Json cell(const Cell& c) { return {{"sessions", c.sessions()}, {"F", c.F}, {"P", c.P}, {"X", c.X}, {"U", c.U}}; }

Json verdicts(const ClusterAttribution* found) {
    Json result = Json::array();
    if (!found) return result;
    for (const Verdict& v : found->verdicts)
        result.push_back({{"factor", to_string(v.factor)},
                          {"verdict", to_string(v.kind)},
                          {"repair", cell(v.repair)},
                          {"induce", cell(v.induce)},
                          {"p", v.p},
                          {"role", text_or_null(to_string(v.role))},
                          {"given", v.given},
                          {"jointly_with", to_strings(v.jointly_with)},
                          {"context_dependent", v.context_dependent},
                          {"reason", reason_words(v, found->caveats)}});
    return result;
}

/// The value; "set" if it must not be shown, null if the variable is not set.
Json value(const std::optional<CauseValue>& of) {
    if (!of) return nullptr;
    return of->shown ? of->text : "set";
}

Json explanations(const std::vector<CauseApi>& all) {
    Json result = Json::array();
    for (const CauseApi& a : all)
        result.push_back({{"name", a.name},
                          {"what", api_part_words(a)},
                          {"since", text_or_null(a.since)},
                          {"until", text_or_null(a.until)},
                          {"instead", text_or_null(a.instead)},
                          {"package", text_or_null(a.package)},
                          {"swallowed_at", text_or_null(a.swallowed_at)}});
    return result;
}

/// The failures that hide behind the one of a cluster, each with what it follows.
Json hidden(const Cluster& cluster, const ClusterAttribution* found) {
    Json result = Json::array();
    if (!found || !found->cause) return result;
    const auto& layers = found->cause->layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        Json follows = Json::array();
        for (const DeltaName& delta : layers[i].deltas)
            follows.push_back({{"factor", to_string(delta.factor)}, {"delta", delta.delta}});
        result.push_back({{"error", i < cluster.behind.size() ? failure(cluster.behind[i]) : Json(nullptr)},
                          {"follows", follows},
                          {"api", explanations(layers[i].api)}});
    }
    return result;
}

/// What is known of a cluster without an experiment that showed it.
Json untested(const Report& report, int cluster) {
    for (const UntestedExplanation& one : report.attribution.untested)
        if (one.cluster == cluster) return explanations(one.api);
    return Json::array();
}

Json cause(const ClusterAttribution* found, const SideNames& names) {
    if (!found || !found->cause) return nullptr;
    const Cause& c = *found->cause;
    Json at = Json::array(), packages = Json::array(), variables = Json::array(), files = Json::array(),
         layers = Json::array(), interpreter = nullptr;
    for (const CausePlace& p : c.at)
        at.push_back({{"path", p.path},
                      {"line", p.line ? Json(p.line) : Json(nullptr)},
                      {"what", deed_words(p)},
                      {"line_shown", p.shown && p.line > 0}});
    for (const CausePackage& p : c.packages)
        packages.push_back({{"name", p.name},
                            {"bad", text_or_null(p.bad)},
                            {"good", text_or_null(p.good)},
                            {"first_bad", text_or_null(p.first_bad)},
                            {"last_good", text_or_null(p.last_good)},
                            {"released", p.released}});
    for (const CauseVariable& v : c.variables)
        variables.push_back({{"name", v.name}, {"bad", value(v.bad)}, {"good", value(v.good)}});
    for (const std::string& path : c.files) files.push_back({{"path", path}});
    for (const CauseLayer& layer : c.layers) layers.push_back(layer_words(layer));
    if (c.interpreter)
        interpreter = {{"bad", c.interpreter->bad},
                       {"good", c.interpreter->good},
                       {"first_bad", text_or_null(c.interpreter->first_bad)}};
    return {{"factors", to_strings(c.factors)},
            {"verdict", to_string(c.verdict)},
            {"relation", to_string(c.relation)},
            {"summary", cause_sentence(c, names)},
            {"sets", set_names(c)},
            {"layers", layers},
            {"at", at},
            {"packages", packages},
            {"variables", variables},
            {"files", files},
            {"interpreter", interpreter},
            {"api", explanations(c.api)},
            {"sessions", c.sessions},
            {"environments", c.environments}};
}

Json tests(const std::vector<ClusterTest>& all) {
    Json result = Json::array();
    for (const ClusterTest& t : all)
        result.push_back({{"id", t.id}, {"bad", to_string(t.bad)}, {"good", to_string(t.good)}});
    return result;
}

Json repetition(const Repetition& seen) {
    if (!seen.done()) return nullptr;
    return {{"bad", {{"failed", seen.failed_bad}, {"sessions", seen.sessions_bad}}},
            {"good", {{"failed", seen.failed_good}, {"sessions", seen.sessions_good}}},
            {"differs_alone", seen.differs_alone}};
}

Json cluster(const Report& report, const Cluster& c, const std::vector<Problem>& all) {
    const ClusterAttribution* found = attribution_of(report, c.id);
    int number = 0;
    for (const Problem& p : all)
        for (const Cluster* member : p.clusters)
            if (member->id == c.id) number = p.number, found = p.found && p.found->cause ? p.found : found;
    const ClusterAttribution* own = attribution_of(report, c.id);
    Json missing = Json::array();
    for (const MissingLookup& m : c.missing)
        missing.push_back({{"kind", m.kind},
                           {"name", m.name},
                           {"at", m.at.path.empty() ? Json(nullptr) : frame(m.at)},
                           {"test", text_or_null(m.test)}});
    Json cuts = Json::array();
    for (const CutRecord& cut : c.cuts)
        cuts.push_back({{"test", cut.test}, {"hook", cut.hook}, {"left_out", cut.left_out}, {"stopped", cut.stopped}});
    return {{"id", c.id},
            {"problem", number ? Json(number) : Json(nullptr)},
            {"kind", to_string(c.kind)},
            {"fingerprint", c.fingerprint.digest},
            {"tests", tests(c.tests)},
            {"error", failure(c.error)},
            {"good_error", failure(c.good_error)},
            {"diff", {{"first_difference", frame(c.first_difference)}}},
            {"raised", failure(c.raised)},
            {"divergence", divergence(c.divergence)},
            {"missing", missing},
            {"swallowed", swallowed(c.swallowed)},
            {"warnings", one_sided(c.warnings)},
            {"repetition", repetition(c.repetition)},
            {"cuts", cuts},
            {"note", c.note.empty() && own ? caveat_words(own->caveats) : c.note},
            {"verdicts", verdicts(own)},
            {"cause", cause(found, names_of(report))},
            {"behind", hidden(c, own)},
            {"untested", untested(report, c.id)}};
}

Json profile(const ReportSide& side, const std::string& name) {
    Json packages = Json::object(), fidelity = Json::array();
    for (const auto& [package, what] : side.packages) packages[package] = what.version;
    for (const Fidelity& f : side.fidelity) fidelity.push_back({{"what", f.what}, {"asked", f.asked}, {"got", f.got}});
    return {{"name", name},
            {"python", side.python},
            {"packages", packages},
            {"fidelity", fidelity},
            {"notes", side.notes},
            {"requirements_origin", text_or_null(side.requirements_origin)},
            {"packages_from", text_or_null(side.packages_from)},
            {"selection", side.selection},
            {"seconds", side.seconds},
            {"ended", text_or_null(side.ended)},
            {"missing", side.missing}};
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

Json cannot_install(const std::optional<InstallProblem>& problem) {
    if (!problem) return nullptr;
    return {{"side", problem->side},
            {"other", problem->other},
            {"python", problem->python},
            {"other_python", problem->other_python},
            {"package", text_or_null(problem->package)},
            {"version", text_or_null(problem->version)},
            {"reason", problem->reason},
            {"repair", to_string(problem->repair)},
            {"induce", to_string(problem->induce)},
            {"first_release", text_or_null(problem->first_release)}};
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
    for (const Cluster& c : report.comparison.clusters) clusters.push_back(cluster(report, c, all));
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
