#include "drill/drill.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "drill/boundaries.hpp"
#include "drill/drills.hpp"
#include "drill/hidden.hpp"
#include "drill/shown_value.hpp"
#include "drill/tasks.hpp"
#include "drill/welds.hpp"
#include "util/once.hpp"

namespace testskew::drill {
namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// True if the delta is the targets and the sets also name modules or tests. The targets then only say in which order
/// these come.
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

/// What is said of a delta that can only be exchanged together with others, unless it is the one that the failure
/// touches. It is not looked into, because a session in which only its releases differ would say nothing about it.
Found part_of_weld(Bench& bench, int index) {
    Found found = known_of(bench, index);
    if (found.interpreter) found.interpreter->first_bad.clear();
    return found;
}

/// Adds the packages, variables, files, places and the interpreter of a delta to the cause's.
void add_parts(const Found& found, Cause& cause) {
    append(cause.packages, found.packages);
    append(cause.variables, found.variables);
    append(cause.files, found.files);
    for (const auto& place : found.at) append_once(cause.at, place);
    if (found.interpreter) cause.interpreter = found.interpreter;
}

/// The same for a delta that belongs only to a failure hidden behind this one.
void add_hidden_parts(Found found, Cause& cause) {
    for (auto& package : found.packages) package.behind = true;
    for (auto& variable : found.variables) variable.behind = true;
    if (cause.interpreter)
        found.interpreter = cause.interpreter;
    else if (found.interpreter)
        found.interpreter->behind = true;
    add_parts(found, cause);
}

/// What is found inside a delta that brings a failure hidden behind the one of the cluster. Where it begins to fail is
/// looked for on the side on which the failures in front of it are repaired.
Found look_behind(Bench& bench, const DrilledCluster& drilled, size_t layer, int index) {
    const attribute::Finding& whole = *drilled.finding;
    const DeltaKind kind = bench.factors().deltas.at(static_cast<size_t>(index)).kind;
    const auto& sets = whole.layers.at(layer);
    const bool alone = sets.size() == 1 && sets.front().size() == 1 && layer < whole.behind.size();
    if (!alone || bench.quick() || (kind != DeltaKind::interpreter && kind != DeltaKind::package))
        return known_of(bench, index);
    const attribute::Finding finding = finding_behind(whole, layer);
    DrilledCluster hidden = drilled;
    hidden.finding = &finding;
    hidden.cluster.fingerprint = {whole.behind[layer], ""};
    hidden.repaired = deltas_in_front(whole, layer);
    return look_into(bench, hidden, sets.front(), index);
}

/// Adds the deltas of a cluster's sets that are looked into by sessions, each once. Of a set that can only be exchanged
/// together that is one delta.
void add_tasks(const Bench& bench, const DrilledCluster& drilled, FoundByDelta& found, std::vector<Task>& tasks) {
    for (const auto& set : drilled.finding->sets) {
        const bool welded = is_welded(*drilled.finding, set);
        const auto blocks = blocks_in(*drilled.finding, set);
        const auto in_a_block = [&](int index) {
            return std::any_of(blocks.begin(), blocks.end(), [&](const std::vector<int>& block) {
                return std::find(block.begin(), block.end(), index) != block.end();
            });
        };
        const auto bisected = welded ? touched_package(drilled, bench.factors(), set) : std::nullopt;
        for (const int index : set)
            if (!only_order(bench.factors(), *drilled.finding, index) && (!welded || bisected == index) &&
                !in_a_block(index) && found.emplace(index, Found{}).second)
                tasks.push_back({&drilled, &set, index, &found});
    }
}

/// Fills the cause of one cluster with what was found and returns the caveats.
std::vector<Caveat> fill(Bench& bench, const DrilledCluster& drilled, FoundByDelta known, Cause& cause) {
    std::vector<Caveat> caveats;
    std::set<int> added;  // a delta may be in several sets
    cause.sets.clear();
    for (const auto& set : drilled.finding->sets) {
        CauseSet& of_set = cause.sets.emplace_back();
        of_set.welded = is_welded(*drilled.finding, set);
        of_set.blocks = blocks_in(*drilled.finding, set);
        for (const int index : set) {
            if (only_order(bench.factors(), *drilled.finding, index)) {
                of_set.deltas.push_back(known_delta(bench.factors(), index));
                of_set.deltas.back().told = false;
                continue;
            }
            if (!known.count(index)) known.emplace(index, part_of_weld(bench, index));
            const Found& found = known.at(index);
            if (added.insert(index).second) {
                add_parts(found, cause);
                for (const Caveat& caveat : found.caveats) add_caveat(caveats, caveat);
            }
            of_set.deltas.push_back(found.delta);
        }
    }
    cause.looked_into = true;
    for (size_t i = 0; i < drilled.finding->layers.size(); ++i)
        for (const auto& set : drilled.finding->layers[i])
            for (const int index : set) {
                if (!known.emplace(index, Found{}).second) continue;
                Found found = look_behind(bench, drilled, i, index);
                for (const Caveat& caveat : found.caveats) add_caveat(caveats, caveat);
                add_hidden_parts(std::move(found), cause);
            }
    return caveats;
}

bool shown(const attribute::Finding& finding) {
    return finding.attribution.cause && !finding.many && !finding.sets.empty() &&
           finding.attribution.cause->verdict != VerdictKind::unproven;
}

/// Copies everything that is not specific to one cluster.
void copy_details(const Cause& from, Cause& to) {
    to.looked_into = from.looked_into;
    to.sets = from.sets;
    to.at = from.at;
    to.packages = from.packages;
    to.variables = from.variables;
    to.files = from.files;
    to.interpreter = from.interpreter;
}

/// Looks once more for the first release and the first Python that fail, for another cluster of a problem that was
/// looked into: its tests may fail from another one on.
std::vector<Caveat> find_boundaries(Bench& bench, const DrilledCluster& drilled, Cause& cause) {
    std::vector<Caveat> caveats;
    std::set<int> seen;
    for (const auto& set : drilled.finding->sets) {
        if (is_welded(*drilled.finding, set)) continue;
        for (const int index : set) {
            const auto kind = bench.factors().deltas.at(static_cast<size_t>(index)).kind;
            if (kind != DeltaKind::interpreter && kind != DeltaKind::package) continue;
            if (!seen.insert(index).second) continue;
            const Found found = look_into(bench, drilled, set, index);
            if (found.interpreter) cause.interpreter = found.interpreter;
            for (const CausePackage& package : found.packages) {
                const auto same = std::find_if(cause.packages.begin(), cause.packages.end(),
                                               [&](const CausePackage& one) { return one.name == package.name; });
                if (same != cause.packages.end()) *same = package;
            }
            append(caveats, found.caveats);
        }
    }
    return caveats;
}

/// What a drill-down needs to know of a finding; nullopt if its cluster is not there.
std::optional<DrilledCluster> drilled_cluster_of(const attribute::Finding& finding,
                                                 const std::vector<attribute::Finding>& all,
                                                 const std::vector<Cluster>& clusters,
                                                 const std::vector<int>& fails_alone) {
    const auto cluster_of = [&](const attribute::Finding& one) {
        return std::find_if(clusters.begin(), clusters.end(),
                            [&](const Cluster& c) { return c.id == one.attribution.cluster; });
    };
    const auto alone = [&](int id) {
        return std::find(fails_alone.begin(), fails_alone.end(), id) != fails_alone.end();
    };
    const auto whole = cluster_of(finding);
    if (whole == clusters.end()) return std::nullopt;
    DrilledCluster drilled{*whole, &finding, alone(whole->id)};
    if (!finding.tests.empty()) {
        drilled.cluster.tests.clear();
        for (const int test : finding.tests)
            drilled.cluster.tests.push_back(whole->tests.at(static_cast<size_t>(test)));
    }
    for (const auto& other : all) {
        const auto beside = cluster_of(other);
        if (&other == &finding || !finding.attribution.problem || beside == clusters.end() || !shown(other) ||
            other.attribution.problem != finding.attribution.problem)
            continue;
        drilled.fails_alone = drilled.fails_alone && alone(beside->id);
        for (size_t i = 0; i < std::min(sides::representatives, beside->tests.size()); ++i)
            drilled.beside.push_back(beside->tests[i].id);
    }
    return drilled;
}

/// The drill-down of one cluster.
struct Drill {
    attribute::Finding* finding;
    DrilledCluster drilled;
    const attribute::Finding* first;  ///< the cluster of the same problem that is looked into; nullptr for itself
    FoundByDelta found;
};

}  // namespace

CauseDelta known_delta(const sides::Factors& factors, int index) {
    const sides::SwapDelta& from = factors.deltas.at(static_cast<size_t>(index));
    CauseDelta delta;
    delta.index = index;
    delta.factor = from.factor;
    delta.name = from.name;
    delta.kind = from.kind;
    if (from.kind != DeltaKind::variable) delta.bad = from.bad, delta.good = from.good;
    return delta;
}

CauseDelta opened_delta(const sides::Factors& factors, int index) {
    CauseDelta delta = known_delta(factors, index);
    delta.opened = true;
    return delta;
}

Found drill_variable(const Bench& bench, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    const auto& shell = bench.own_environ();
    const auto of_shell = shell.find(delta.name);
    const std::optional<std::string> inherited =
        of_shell == shell.end() ? std::nullopt : std::optional(of_shell->second);
    const CauseVariable variable{delta.name, shown_value(delta.name, delta.bad, inherited, bench.secrets()),
                                 shown_value(delta.name, delta.good, inherited, bench.secrets())};
    Found found;
    found.delta = opened_delta(bench.factors(), index);
    found.variables.push_back(variable);
    return found;
}

Drilled drill_down(runner::SessionRunner& runner, const sides::Factors& factors, const std::vector<Cluster>& clusters,
                   attribute::Conclusion& conclusion, const std::vector<int>& fails_alone,
                   const DrillOptions& options) {
    Bench bench(runner, factors, options);
    std::vector<Drill> drills;
    // By problem: the cluster that is looked into, which is the one with the most behind its failure.
    std::map<int, const attribute::Finding*> first;
    for (const auto& finding : conclusion.findings) {
        if (!finding.attribution.problem || !shown(finding)) continue;
        const auto [at, added] = first.try_emplace(finding.attribution.problem, &finding);
        if (!added && finding.layers.size() > at->second->layers.size()) at->second = &finding;
    }
    for (auto& finding : conclusion.findings) {
        if (!shown(finding)) continue;
        auto drilled = drilled_cluster_of(finding, conclusion.findings, clusters, fails_alone);
        if (!drilled) continue;
        const auto at = first.find(finding.attribution.problem);
        const bool copies = at != first.end() && at->second != &finding;
        drills.push_back({&finding, std::move(*drilled), copies ? at->second : nullptr, {}});
    }
    // What is copied is there by then.
    std::stable_partition(drills.begin(), drills.end(), [](const Drill& drill) { return !drill.first; });
    std::vector<Task> tasks;
    for (Drill& drill : drills)
        if (!drill.first) add_tasks(bench, drill.drilled, drill.found, tasks);
    carry_out(bench, tasks);
    for (Drill& drill : drills) {
        auto& attribution = drill.finding->attribution;
        if (drill.first) copy_details(*drill.first->attribution.cause, *attribution.cause);
        for (Caveat& caveat : drill.first ? find_boundaries(bench, drill.drilled, *attribution.cause)
                                          : fill(bench, drill.drilled, std::move(drill.found), *attribution.cause))
            add_caveat(attribution.caveats, std::move(caveat));
    }
    part_by_boundary(conclusion.findings);
    return {bench.take_sessions(), bench.interrupted()};
}

}  // namespace testskew::drill
