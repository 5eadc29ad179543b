#include "report/experiments.hpp"

#include <algorithm>
#include <set>

#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// True for a session that ran the tests in a mixture of the two sides. Sessions that run other tests (isolate,
/// observe) or another release (drill) say something else.
bool is_trial(const SessionSummary& session) {
    switch (session.phase) {
        case Phase::base:
        case Phase::suspect:
        case Phase::search:
        case Phase::minimality:
        case Phase::hit:
        case Phase::confirm:
        case Phase::recheck:
        case Phase::repeat: return session.as_planned;
        default: return false;
    }
}

/// What the clusters of a problem did together. If they differ among each other, it is another result.
CellResult seen_in(const SessionSummary& session, const std::set<int>& clusters) {
    std::optional<CellResult> seen;
    for (const auto& [cluster, result] : session.results) {
        if (!clusters.count(cluster) || result == CellResult::nothing) continue;
        if (seen && *seen != result) return CellResult::other;
        seen = result;
    }
    return seen.value_or(CellResult::nothing);
}

bool is_taken(const SessionSummary& session, const CauseDelta& delta) {
    return std::any_of(session.taken.begin(), session.taken.end(), [&](const DeltaName& taken) {
        // Python is one delta, whatever it is called.
        return taken.factor == delta.factor && (taken.delta == delta.name || delta.factor == Factor::interpreter);
    });
}

/// Whether all deltas of one of the cause's sets had their bad value.
bool has_cause(const SessionSummary& session, const Cause& cause) {
    const bool from_bad = session.from == SideName::bad;
    return std::any_of(cause.sets.begin(), cause.sets.end(), [&](const CauseSet& set) {
        return std::all_of(set.deltas.begin(), set.deltas.end(),
                           [&](const CauseDelta& delta) { return is_taken(session, delta) != from_bad; });
    });
}

/// `layered`: another failure hides behind this one, which a session without the cause may have been predicted to show.
std::optional<CellResult> predicted(const ExperimentRow& row, bool layered) {
    const std::string& said = row.session->predicted;
    const auto single = said.size() == 1 ? cell_result_of(said[0]) : std::nullopt;
    if (said.empty() || !row.cause) return single;
    if (layered && !*row.cause) return single == CellResult::fails ? std::nullopt : single;
    const CellResult follows = *row.cause ? CellResult::fails : CellResult::passes;
    // What is predicted for another problem is none of this one.
    if (single && single != follows) return std::nullopt;
    return follows;
}

}  // namespace

Experiments experiments(const Report& report, const Problem& problem) {
    Experiments result;
    std::set<int> clusters;
    for (const Cluster* cluster : problem.clusters) clusters.insert(cluster->id);
    std::map<Factor, std::set<std::string>> all;  // every delta that some session exchanged
    for (const SessionSummary& session : report.sessions)
        if (is_trial(session))
            for (const DeltaName& delta : session.taken) all[delta.factor].insert(delta.delta);
    for (const auto& [factor, names] : all) result.factors.push_back(factor);
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    for (const SessionSummary& session : report.sessions) {
        if (!is_trial(session)) continue;
        ExperimentRow row;
        row.session = &session;
        row.seen = seen_in(session, clusters);
        if (row.seen == CellResult::nothing) continue;
        const bool from_bad = session.from == SideName::bad;
        for (const auto& [factor, names] : all) {
            std::set<std::string> taken;
            for (const DeltaName& delta : session.taken)
                if (delta.factor == factor) taken.insert(delta.delta);
            row.mixture[factor] = taken.empty()                           ? (from_bad ? Mixture::bad : Mixture::good)
                                  : taken.size() == all.at(factor).size() ? (from_bad ? Mixture::good : Mixture::bad)
                                                                          : Mixture::part;
        }
        if (cause && !cause->sets.empty()) row.cause = has_cause(session, *cause);
        row.predicted = predicted(row, cause && !cause->layers.empty());
        result.rows.push_back(std::move(row));
    }
    return result;
}

std::string taken_words(const SessionSummary& session, Factor factor) {
    constexpr std::size_t most = 3;
    std::vector<std::string> names;
    for (const DeltaName& delta : session.taken)
        if (delta.factor == factor) names.push_back(one_line(delta.delta, 60));
    return enumerated(shortened(names, most));
}

}  // namespace testskew::report
