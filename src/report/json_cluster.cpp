#include "report/json_cluster.hpp"

#include "model/json.hpp"
#include "report/api_words.hpp"
#include "report/cause_sentence.hpp"
#include "report/caveat_words.hpp"
#include "report/deed_words.hpp"
#include "report/no_result_words.hpp"
#include "report/side_names.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

using Json = OrderedJson;

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

Json delta_names(const std::vector<DeltaName>& deltas) {
    Json result = Json::array();
    for (const DeltaName& delta : deltas) result.push_back(delta.delta);
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

/// What evidence pointed to before any session tried it.
Json suspicions(const Report& report, int cluster) {
    Json all = Json::array();
    for (const Suspicion& one : report.attribution.suspicions) {
        if (one.cluster != cluster) continue;
        Json deltas = Json::array();
        for (const DeltaName& name : one.deltas)
            deltas.push_back({{"factor", to_string(name.factor)}, {"delta", name.delta}});
        all.push_back({{"deltas", deltas},
                       {"why", to_string(one.why)},
                       {"what", one.what},
                       {"path", text_or_null(one.path)},
                       {"line", one.line ? Json(one.line) : Json(nullptr)}});
    }
    return all;
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
            {"along", {{"bad", delta_names(c.along_bad)}, {"good", delta_names(c.along_good)}}},
            {"at", at},
            {"packages", packages},
            {"variables", variables},
            {"files", files},
            {"interpreter", interpreter},
            {"api", explanations(c.api)},
            {"sessions", c.sessions},
            {"environments", c.environments}};
}

Json repetition(const Repetition& seen) {
    if (!seen.done()) return nullptr;
    return {{"bad", {{"failed", seen.failed_bad}, {"sessions", seen.sessions_bad}}},
            {"good", {{"failed", seen.failed_good}, {"sessions", seen.sessions_good}}},
            {"differs_alone", seen.differs_alone}};
}

Json rate(const SideRate& seen) {
    return {{"failed", seen.failed}, {"sessions", seen.sessions}, {"low", seen.low}, {"high", seen.high}};
}

Json rates(const std::optional<RateComparison>& seen) {
    if (!seen) return nullptr;
    return {{"relation", seen->shown ? to_string(Relation::rate) : ""},
            {"more", seen->shown ? Json(to_string(seen->more())) : Json(nullptr)},
            {"bad", rate(seen->bad)},
            {"good", rate(seen->good)},
            {"only_bad", seen->only_bad},
            {"only_good", seen->only_good},
            {"lost", seen->lost},
            {"alone", seen->alone},
            {"evidence", seen->evidence}};
}

}  // namespace

OrderedJson cluster_json(const Report& report, const Cluster& c, const std::vector<Problem>& all) {
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
    const std::string no_result = no_result_words(c);
    SideNames names = names_of(report);
    names.both_fail = c.good_error.has_value();
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
            {"rate", rates(c.rate)},
            {"cuts", cuts},
            {"note", no_result.empty() && own ? caveat_words(own->caveats) : no_result},
            {"verdicts", verdicts(own)},
            {"cause", cause(found, names)},
            {"behind", hidden(c, own)},
            {"untested", untested(report, c.id)},
            {"suspicions", suspicions(report, c.id)}};
}

}  // namespace testskew::report
