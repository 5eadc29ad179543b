#include "cli/rerun_side.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "cli/attribution.hpp"
#include "cli/pipeline.hpp"
#include "investigation/study.hpp"
#include "recording/read.hpp"
#include "sides/collected.hpp"
#include "util/error.hpp"

namespace testskew::cli {
namespace {

/// The name of a failure behind that of a problem, as people type it: "1b".
std::string name_of(const ProblemPlace& place) {
    return fmt::format("{}{}", place.number, static_cast<char>('b' + place.behind.value_or(0)));
}

const Cause& cause_with(const report::Problem& problem, const ProblemPlace& place) {
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    if (!cause || *place.behind >= cause->layers.size())
        throw Error(fmt::format("there is no {}: {}", name_of(place),
                                cause && !cause->layers.empty()
                                    ? fmt::format("the last failure behind that of problem {} is {}", place.number,
                                                  name_of({place.number, cause->layers.size() - 1}))
                                    : fmt::format("nothing hides behind the failure of problem {}", place.number)));
    return *cause;
}

/// The first cluster of the problem in which that failure was seen.
const Cluster& cluster_with(const report::Problem& problem, std::size_t behind) {
    for (const Cluster* cluster : problem.clusters)
        if (behind < cluster->behind.size()) return *cluster;
    return *problem.clusters.front();
}

/// The differences that have to be as on the other side, so that the failure shows: those of the failures in front of
/// it, but for its own.
std::vector<bool> repaired(const sides::Factors& factors, const Cause& cause, std::size_t behind) {
    std::vector<bool> result(factors.deltas.size());
    const auto set = [&](Factor factor, const std::string& name, bool value) {
        for (std::size_t i = 0; i < factors.deltas.size(); ++i)
            if (factors.deltas[i].factor == factor && factors.deltas[i].name == name) result[i] = value;
    };
    for (const CauseSet& one : cause.sets)
        for (const CauseDelta& delta : one.deltas) set(delta.factor, delta.name, true);
    for (std::size_t i = 0; i < behind; ++i)
        for (const DeltaName& delta : cause.layers[i].deltas) set(delta.factor, delta.delta, true);
    for (const DeltaName& delta : cause.layers[behind].deltas) set(delta.factor, delta.delta, false);
    return result;
}

}  // namespace

RerunSide rerun_side(laboratory::Laboratory& laboratory, const SavedRun& saved, const report::Problem& problem,
                     const ProblemPlace& place) {
    const Cluster& cluster = place.behind ? cluster_with(problem, *place.behind) : *problem.clusters.front();
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    if (place.behind) cause_with(problem, place);
    const sides::SidePair sides = prepare_again(laboratory, saved);
    const bool on_good = cluster.kind == ClusterKind::reverse;
    RerunSide result{on_good ? sides.good : sides.bad, &cluster.error};
    if (place.behind) {
        if (*place.behind < cluster.behind.size()) result.failure = &cluster.behind[*place.behind];
        const investigation::Base base = base_of(saved);
        const investigation::Study study(laboratory, sides, base);
        std::vector<bool> take_good = repaired(study.factors(), *cause, *place.behind);
        if (on_good) take_good.flip();
        auto side = sides::hybrid(study.factors(), take_good);
        if (!side)
            throw Error(fmt::format("no pytest command line can select the session of {}", name_of(place)),
                        ExitCode::unattributed);
        side->name = fmt::format("{}, with what is in front of {} repaired", result.side.name, name_of(place));
        result.side = std::move(*side);
    }
    // A failure that follows from the selection needs the other tests, so the whole selection is run again.
    const bool needs_context = cause && cause->follows(Factor::selection);
    if (needs_context) return result;
    const Recording base =
        recording::read(saved.folder / (on_good ? saved.request.recording_good : saved.request.recording_bad));
    result.side.selection = sides::isolated_selection(result.side.selection, {cluster.tests.front().id},
                                                      sides::collected(base, laboratory.project()));
    return result;
}

}  // namespace testskew::cli
