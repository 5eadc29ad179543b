#include "drill/drill.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "drill/drills.hpp"
#include "process/environ.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::drill {
namespace {

Found look_into(Bench& bench, const Problem& problem, const std::vector<int>& set, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    if (delta.factor == "packages") return drill_package(bench, problem, set, index);
    if (delta.factor == "interpreter") return drill_interpreter(bench, problem, set, index);
    if (delta.factor == "environ") return drill_variable(bench, index);
    if (delta.kind == sides::SwapDelta::Kind::path) return drill_path(bench, problem, set, index);
    if (delta.factor == "selection") return drill_selection(bench, problem, set, index);
    Found found;
    found.sentence = sentence(delta, {bench.factors().bad.name, bench.factors().good.name});
    return found;
}

/// Whatever goes wrong in a drill-down, the cause stays shown, with what is known without it.
Found guarded(Bench& bench, const Problem& problem, const std::vector<int>& set, int index) {
    try {
        return look_into(bench, problem, set, index);
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
        Found found;
        found.sentence = sentence(delta, {bench.factors().bad.name, bench.factors().good.name});
        found.note = fmt::format("{} could not be looked into: {}", delta.name, error.what());
        return found;
    }
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// True if the delta is the targets and the sets name modules or tests as well: the targets then only say in which
/// order these come.
bool only_order(const sides::Factors& factors, const attribute::Finding& finding, int index) {
    using Kind = sides::SwapDelta::Kind;
    const auto kind = [&](int i) { return factors.deltas.at(static_cast<size_t>(i)).kind; };
    if (kind(index) != Kind::targets) return false;
    for (const auto& set : finding.sets)
        if (std::any_of(set.begin(), set.end(),
                        [&](int other) { return kind(other) == Kind::module || kind(other) == Kind::test; }))
            return true;
    return false;
}

void append_places(std::vector<CausePlace>& to, const std::vector<CausePlace>& from) {
    for (const auto& place : from)
        if (std::none_of(to.begin(), to.end(), [&](const CausePlace& p) {
                return p.path == place.path && p.line == place.line && p.what == place.what;
            }))
            to.push_back(place);
}

void add_note(std::string& note, const std::string& more) {
    if (more.empty() || note.find(more) != std::string::npos) return;
    note += (note.empty() ? "" : "; ") + more;
}

/// True if all of these could only be swapped in one piece, so that nothing shows which of them it is.
bool welded(const attribute::Finding& finding, const std::vector<int>& set) {
    return set.size() > 1 && std::any_of(finding.welds.begin(), finding.welds.end(), [&](const std::vector<int>& weld) {
               return std::all_of(set.begin(), set.end(),
                                  [&](int index) { return std::find(weld.begin(), weld.end(), index) != weld.end(); });
           });
}

/// What is known of a delta without any session of its own.
Found known_of(Bench& bench, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    const Interpreter &bad = bench.factors().bad.interpreter, &good = bench.factors().good.interpreter;
    if (delta.factor == "environ") return drill_variable(bench, index);
    Found found;
    if (delta.factor == "packages")
        found.packages.push_back({delta.name, delta.bad.value_or(""), delta.good.value_or(""), ""});
    if (delta.kind == sides::SwapDelta::Kind::path) found.files.push_back(delta.name);
    if (delta.factor == "interpreter")
        found.interpreter = CauseInterpreter{bad.minor_version(), good.minor_version(),
                                             std::abs(bad.minor - good.minor) == 1 ? bad.minor_version() : ""};
    return found;
}

/// What is told of a delta that can only be exchanged with others. A session in which only its releases differ would
/// say nothing about it.
Found part_of_weld(Bench& bench, int index) {
    Found found = known_of(bench, index);
    if (found.interpreter) found.interpreter->first_bad.clear();
    if (found.sentence.empty())
        found.sentence = sentence(bench.factors().deltas.at(static_cast<size_t>(index)),
                                  {bench.factors().bad.name, bench.factors().good.name});
    return found;
}

/// Fills the cause of one problem; the notes are returned.
std::string fill(Bench& bench, const Problem& problem, Cause& cause) {
    std::string notes;
    std::map<int, Found> known;  // a delta may be in several sets
    std::vector<std::vector<std::string>> sentences;
    bool named = true;
    for (const auto& set : problem.finding->sets) {
        auto& of_set = sentences.emplace_back();
        const bool weld = welded(*problem.finding, set);
        for (const int index : set) {
            if (only_order(bench.factors(), *problem.finding, index)) continue;
            auto found = known.find(index);
            if (found == known.end()) {
                found =
                    known.emplace(index, weld ? part_of_weld(bench, index) : guarded(bench, problem, set, index)).first;
                append(cause.packages, found->second.packages);
                append(cause.variables, found->second.variables);
                append(cause.files, found->second.files);
                append_places(cause.at, found->second.at);
                if (found->second.interpreter) cause.interpreter = found->second.interpreter;
                add_note(notes, found->second.note);
            }
            of_set.push_back(found->second.sentence);
            const std::string& name = bench.factors().deltas.at(static_cast<size_t>(index)).name;
            named = named && found->second.sentence.find(name) != std::string::npos;
        }
        if (weld) of_set = {"one of these, which can only be exchanged together: " + join(of_set, "; ")};
        if (of_set.empty()) sentences.pop_back();
    }
    if (const std::string summary = joined(sentences); !summary.empty()) {
        cause.summary = summary;
        cause.summary_tells_sets = named;
    }
    cause.summary_tells_parts = true;
    for (const auto& layer : problem.finding->layers)
        for (const auto& set : layer)
            for (const int index : set) {
                if (!known.emplace(index, Found{}).second) continue;
                Found behind = known_of(bench, index);
                for (auto& package : behind.packages) package.behind = true;
                for (auto& variable : behind.variables) variable.behind = true;
                if (behind.interpreter) behind.interpreter->behind = true;
                append(cause.packages, behind.packages);
                append(cause.variables, behind.variables);
                append(cause.files, behind.files);
                if (behind.interpreter && !cause.interpreter) cause.interpreter = behind.interpreter;
            }
    if (!cause.layers.empty())
        cause.summary += "; behind it hides another failure, which follows " + enumerated(cause.layers);
    return notes;
}

bool shown(const attribute::Finding& finding) {
    return finding.attribution.cause && !finding.many && !finding.sets.empty() &&
           finding.attribution.cause->verdict != VerdictKind::unproven;
}

/// Everything but what is the cluster's own.
void copy_details(const Cause& from, Cause& to) {
    to.summary = from.summary;
    to.summary_tells_parts = from.summary_tells_parts;
    to.summary_tells_sets = from.summary_tells_sets;
    to.at = from.at;
    to.packages = from.packages;
    to.variables = from.variables;
    to.files = from.files;
    to.interpreter = from.interpreter;
}

}  // namespace

Found drill_variable(const Bench& bench, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    const auto shell = process::environ_without_git();
    const auto of_shell = shell.find(delta.name);
    const std::optional<std::string> inherited =
        of_shell == shell.end() ? std::nullopt : std::optional(of_shell->second);
    const CauseVariable variable{delta.name, shown_value(delta.name, delta.bad, inherited, bench.secrets()),
                                 shown_value(delta.name, delta.good, inherited, bench.secrets())};
    Found found;
    found.variables.push_back(variable);
    found.sentence = sentence(variable, {bench.factors().bad.name, bench.factors().good.name});
    return found;
}

std::vector<SessionSummary> drill_down(runner::SessionRunner& runner, const sides::Factors& factors,
                                       const std::vector<Cluster>& clusters, attribute::Conclusion& conclusion,
                                       const std::vector<int>& fails_alone, const DrillOptions& options) {
    Bench bench(runner, factors, options);
    std::map<int, const attribute::Finding*> done;  // by problem
    for (auto& finding : conclusion.findings) {
        if (!shown(finding)) continue;
        auto& attribution = finding.attribution;
        const auto before = done.find(attribution.problem);
        if (attribution.problem && before != done.end()) {
            copy_details(*before->second->attribution.cause, *attribution.cause);
            continue;
        }
        const auto whole = std::find_if(clusters.begin(), clusters.end(),
                                        [&](const Cluster& c) { return c.id == attribution.cluster; });
        if (whole == clusters.end()) continue;
        Problem problem{*whole, &finding,
                        std::find(fails_alone.begin(), fails_alone.end(), whole->id) != fails_alone.end()};
        if (!finding.tests.empty()) {
            problem.cluster.tests.clear();
            for (const int test : finding.tests)
                problem.cluster.tests.push_back(whole->tests.at(static_cast<size_t>(test)));
        }
        add_note(attribution.note, fill(bench, problem, *attribution.cause));
        done[attribution.problem] = &finding;
    }
    return std::move(bench.sessions);
}

}  // namespace testskew::drill
