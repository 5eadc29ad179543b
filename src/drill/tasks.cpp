#include "drill/tasks.hpp"

#include <algorithm>
#include <cstdlib>

#include "util/error.hpp"
#include "util/in_parallel.hpp"

namespace testskew::drill {
namespace {

Found opened(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    if (delta.factor == Factor::packages) return drill_package(bench, drilled, set, index);
    if (delta.factor == Factor::interpreter) return drill_interpreter(bench, drilled, set, index);
    if (delta.factor == Factor::environ) return drill_variable(bench, index);
    if (delta.kind == sides::SwapDelta::Kind::path) return drill_path(bench, drilled, set, index);
    if (delta.factor == Factor::selection) return drill_selection(bench, drilled, set, index);
    Found found;
    found.delta = known_delta(bench.factors(), index);
    return found;
}

/// True if sessions may be run for the delta: nothing is between two neighbouring minor versions.
bool takes_sessions(const Bench& bench, int index) {
    const auto factor = bench.factors().deltas.at(static_cast<size_t>(index)).factor;
    if (factor == Factor::interpreter)
        return std::abs(bench.factors().bad.interpreter.minor - bench.factors().good.interpreter.minor) > 1;
    return factor == Factor::packages || factor == Factor::files || factor == Factor::selection;
}

}  // namespace

Found known_of(Bench& bench, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    const Interpreter &bad = bench.factors().bad.interpreter, &good = bench.factors().good.interpreter;
    if (delta.factor == Factor::environ) return drill_variable(bench, index);
    Found found;
    found.delta = known_delta(bench.factors(), index);
    if (delta.factor == Factor::packages)
        found.packages.push_back({delta.name, delta.bad.value_or(""), delta.good.value_or(""), ""});
    if (delta.kind == sides::SwapDelta::Kind::path) found.files.push_back(delta.name);
    if (delta.factor == Factor::interpreter)
        found.interpreter = CauseInterpreter{bad.minor_version(), good.minor_version(),
                                             std::abs(bad.minor - good.minor) == 1 ? bad.minor_version() : ""};
    return found;
}

Found look_into(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    if (bench.interrupted()) return known_of(bench, index);
    try {
        return opened(bench, drilled, set, index);
    } catch (const Interrupted&) {
        bench.interrupt();
        return known_of(bench, index);
    } catch (const std::exception& error) {
        Found found;
        found.delta = known_delta(bench.factors(), index);
        found.caveats = {{CaveatKind::delta, {found.delta.name}, {ObstacleKind::failed, error.what()}}};
        return found;
    }
}

void carry_out(Bench& bench, const std::vector<Task>& tasks) {
    std::vector<Found> found(tasks.size());
    const auto look = [&](Bench& at, size_t i) {
        found[i] = look_into(at, *tasks[i].drilled, *tasks[i].set, tasks[i].index);
    };
    std::vector<size_t> left;
    for (size_t i = 0; i < tasks.size(); ++i) {
        if (takes_sessions(bench, tasks[i].index))
            left.push_back(i);
        else
            look(bench, i);
    }
    const size_t workers = std::min(left.size(), static_cast<size_t>(std::max(1, bench.jobs())));
    if (workers < 2) {
        for (const size_t i : left) look(bench, i);
    } else {
        std::vector<Bench> parts;
        for (size_t i = 0; i < left.size(); ++i) parts.push_back(bench.part(static_cast<int>(workers)));
        in_parallel(left.size(), workers, [&](size_t i) { look(parts[i], left[i]); });
        for (Bench& part : parts) bench.join(part);
    }
    for (size_t i = 0; i < tasks.size(); ++i) (*tasks[i].found)[tasks[i].index] = std::move(found[i]);
}

}  // namespace testskew::drill
