#include "explain/explain.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "explain/said.hpp"
#include "explain/subject.hpp"
#include "explain/swallowed.hpp"
#include "explain/symptoms.hpp"
#include "explain/syntax.hpp"
#include "model/lookup.hpp"
#include "util/release.hpp"

namespace testskew::explain {
namespace {

std::vector<Versions> versions_between(const Cause& cause, const std::string& bad, const std::string& good) {
    std::vector<Versions> versions;
    if (!is_shown(cause)) return versions;
    if (cause.follows(Factor::interpreter)) versions.push_back({"", bad, good});
    // For a package, the two releases between which the failure begins, because a change in an earlier or later release
    // did not cause it.
    for (const auto& package : cause.packages) {
        versions.push_back({package.name, package.failing(), package.passing()});
        // What a new environment holds by itself is a matter of the interpreter.
        const bool seed = package.name == "setuptools" || package.name == "pip" || package.name == "wheel";
        if (seed && (package.bad.empty() || package.good.empty()) && !cause.follows(Factor::interpreter))
            versions.push_back({"", bad, good});
    }
    return versions;
}

CauseApi api_of(const Note& note) {
    const bool package = note.kind == "package";
    CauseApi api{note.subject, {ApiKind::behaviour}, "", "", note.instead, package ? note.package : ""};
    api.what.release = note.since;
    api.what.text = note.what;
    return api;
}

/// True if an explanation already says what the note would say: it is about the same subject, about a member of it, or
/// about a name that the note lists among others.
bool tells_the_same(const CauseApi& api, const Note& note) {
    if (api.name == note.subject) return true;
    if (api.what.kind != ApiKind::name || api.instead.empty()) return false;
    if (api.name.starts_with(note.subject + ".")) return true;
    const std::string last = api.name.substr(api.name.rfind('.') + 1);
    return api.name.substr(0, api.name.find('.')) == note.subject.substr(0, note.subject.find('.')) &&
           note.what.find(last) != std::string::npos;
}

void add_notes_between(std::vector<CauseApi>& found, const std::vector<Symptom>& symptoms,
                       const std::vector<Versions>& versions, const std::vector<Note>& notes) {
    for (const auto& note : notes) {
        const auto matched = std::find_if(symptoms.begin(), symptoms.end(), [&](const Symptom& symptom) {
            return std::any_of(versions.begin(), versions.end(),
                               [&](const Versions& v) { return matches(note, symptom, v); });
        });
        // The source line may already have shown which syntax is newer.
        const bool of_syntax = std::find(note.types.begin(), note.types.end(), "SyntaxError") != note.types.end();
        const bool said = std::any_of(found.begin(), found.end(), [&](const CauseApi& api) {
            return tells_the_same(api, note) || (of_syntax && api.what.kind == ApiKind::syntax);
        });
        if (matched == symptoms.end() || said) continue;
        found.push_back(api_of(note));
        found.back().swallowed_at = matched->swallowed_at;
    }
}

/// True if only the exception is another one: what raises it raised before as well, and only who catches it notices.
bool changes_exception_only(const CauseApi& api) { return api.instead.starts_with("except ("); }

/// Where something else explains why there is an exception at all, to catch another one repairs nothing.
void drop_other_exceptions(std::vector<CauseApi>& found) {
    if (!std::all_of(found.begin(), found.end(), changes_exception_only)) std::erase_if(found, changes_exception_only);
}

/// Adds the syntax on the line of a SyntaxError that came after the bad side's version, up to the good side's.
void add_syntax(std::vector<CauseApi>& found, const ExceptionRecord& exception, int bad, int good, const Atlas& atlas) {
    const bool of_syntax = exception.type == "SyntaxError" || exception.type == "IndentationError";
    if (!of_syntax || good <= bad || exception.frames.empty()) return;
    for (const auto& form : newer_syntax(exception.frames.back().source)) {
        const auto since = atlas.find_version(form.since);
        if (since && *since > bad && *since <= good)
            add(found, {form.name, {ApiKind::syntax}, form.since, "", form.instead});
    }
}

/// Adds what the atlas knows of one exception of the chain.
void add_names(std::vector<CauseApi>& found, const ExceptionRecord& exception, const std::string& bad,
               const std::string& good, const Atlas& atlas) {
    const auto from = atlas.find_version(bad), to = atlas.find_version(good);
    if (!from || !to) return;
    const auto& subject = exception.subject;
    const Backport* backport = subject && subject->kind == "l" ? backport_of(*subject, atlas) : nullptr;
    if (backport && backport->patches.empty()) backport = nullptr;  // all patch releases of a version are alike in this
    if (backport)
        if (auto api = explain_backport(*backport, bad, good)) add(found, std::move(*api));
    if (*from == *to) return;
    if (subject && !backport)
        if (auto api = explain_subject(*subject, *from, *to, atlas)) add(found, std::move(*api));
    add_syntax(found, exception, *from, *to, atlas);
}

/// Adds what the atlas knows of the exceptions that only the bad side swallowed. If the handler names a type (`except
/// ImportError:`), the project may be prepared for the missing name. Such exceptions come last, and only count if there
/// are no others.
void add_swallowed_names(std::vector<CauseApi>& found, const std::vector<Swallowed>& all, const std::string& bad,
                         const std::string& good, const Atlas& atlas) {
    for (const bool foreseen : {false, true}) {
        for (const auto& swallowed : all) {
            if (is_foreseen(swallowed) != foreseen) continue;
            std::vector<CauseApi> met;
            for (const auto& exception : chain_of(swallowed)) add_names(met, exception, bad, good, atlas);
            for (auto& api : met) {
                api.swallowed_at = swallowing_place(swallowed);
                add(found, std::move(api));
            }
        }
        if (!found.empty()) return;
    }
}

}  // namespace

std::optional<CauseApi> explain_backport(const Backport& backport, const std::string& bad, const std::string& good) {
    // The failure itself shows that the bad side lacks it.
    if (backport.in(good) != Known::yes || backport.in(bad) == Known::yes) return std::nullopt;
    CauseApi api{backport.name, {}, "", "", ""};
    if (!backport.parameter.empty()) api.what = {ApiKind::parameters, {backport.parameter}};
    const std::string here = backport.patch_of(bad), there = backport.patch_of(good);
    const bool in_all = there.empty();  // the good side's minor version always had it
    api.since = minor_of(bad) == minor_of(good) ? here : in_all ? backport.since : there;
    if (!here.empty()) {
        if (api.since != here) api.what.patch = here;
        api.instead = fmt::format("Python {} or a later release of {}", here, minor_of(bad));
    }
    return api;
}

void add_notes(std::vector<CauseApi>& found, const std::vector<Symptom>& symptoms, const Boundaries& boundaries,
               const std::vector<Note>& notes) {
    add_notes_between(found, symptoms, boundaries.next_to, notes);
    if (found.empty()) add_notes_between(found, symptoms, boundaries.sides, notes);
    drop_other_exceptions(found);
}

std::vector<CauseApi> explain(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries,
                              const std::string& bad, const std::string& good, const Atlas& atlas,
                              const std::vector<Note>& notes) {
    std::vector<CauseApi> found;
    if (!is_shown(cause)) return found;
    if (cause.follows(Factor::interpreter)) {
        for (const auto& exception : cluster.error.chain) add_names(found, exception, bad, good, atlas);
        if (found.empty()) add_swallowed_names(found, cluster.swallowed, bad, good, atlas);
    }
    add_notes(found, symptoms_of(cluster), boundaries, notes);
    return found;
}

std::vector<CauseApi> explain(const Cause& cause, const Failure& error, const std::optional<Failure>& good_error,
                              const std::string& bad, const std::string& good, const Atlas& atlas,
                              const std::vector<Note>& notes) {
    Cluster cluster;
    cluster.error = error;
    cluster.good_error = good_error;
    return explain(cause, cluster, {versions_between(cause, bad, good), {}}, bad, good, atlas, notes);
}

Boundaries boundaries_of(const ClusterAttribution& found, const Attribution& attribution, const std::string& bad,
                         const std::string& good) {
    if (!found.cause) return {};
    const auto& interpreter = found.cause->interpreter;
    const std::string of_bad = bad.empty() && interpreter ? interpreter->bad : bad;
    const std::string of_good = good.empty() && interpreter ? interpreter->good : good;
    const std::vector<Versions> sides = versions_between(*found.cause, of_bad, of_good);
    if (!interpreter || interpreter->behind || interpreter->first_bad.empty()) return {sides, {}};
    // The first version that fails was searched with one cluster of the problem. The failures of the others may begin
    // elsewhere.
    const bool alone = std::none_of(attribution.clusters.begin(), attribution.clusters.end(), [&](const auto& other) {
        return other.cluster != found.cluster && found.problem && other.problem == found.problem;
    });
    const std::string& last_good = interpreter->last_good.empty() ? of_good : interpreter->last_good;
    return {versions_between(*found.cause, interpreter->first_bad, last_good), alone ? std::vector<Versions>() : sides};
}

void explain_all(Attribution& attribution, const Comparison& comparison, const std::string& bad,
                 const std::string& good) {
    std::map<int, std::vector<CauseApi>> of_problem;
    for (const auto& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !cluster) continue;
        auto& all = of_problem[problem_of(found)];
        const auto boundaries = boundaries_of(found, attribution, bad, good);
        for (auto& api : explain(*found.cause, *cluster, boundaries, bad, good)) add(all, std::move(api));
    }
    for (auto& found : attribution.clusters) {
        if (!found.cause) continue;
        for (const auto& api : of_problem[problem_of(found)]) add(found.cause->api, api);
    }
}

}  // namespace testskew::explain
