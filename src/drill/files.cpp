// Looks into the files: finds the paths that matter inside a folder that one side lacks.
#include <algorithm>

#include "drill/drills.hpp"

namespace testskew::drill {
namespace {

constexpr int most_paths = 3;

/// All paths below a folder in which the two states differ; folders are replaced by what is in them.
std::vector<std::string> paths_in(Bench& bench, const std::string& folder, size_t most) {
    std::vector<std::string> result;
    const auto &bad = bench.factors().bad.files.base, &good = bench.factors().good.files.base;
    for (const auto& delta : bench.files().differences(bad, good, folder)) {
        if (delta.path == folder) continue;
        if (!delta.folder)
            result.push_back(delta.path);
        else
            for (auto& path : paths_in(bench, delta.path, most)) result.push_back(std::move(path));
        if (result.size() > most) break;
    }
    return result;
}

/// Runs the failing side with these paths from the good one.
CellResult repaired(Bench& bench, const DrilledCluster& drilled, const sides::Side& failing,
                    const std::vector<std::string>& paths, const std::string& folder) {
    runner::SessionSpec spec;
    spec.side = bench.narrowed(failing, drilled);
    for (const auto& path : paths) spec.side.files.taken.insert_or_assign(path, bench.factors().good.files.base);
    spec.side.name = failing.name + " with some of " + folder;
    for (const auto& path : paths) spec.taken.push_back({Factor::files, path});
    spec.reason = "which paths in " + folder + " matter";
    const auto outcome = bench.run_one(std::move(spec));
    CellResult result = Bench::result_of(drilled, outcome);
    bench.note_result(drilled, outcome, result);
    return result == CellResult::other && !drilled.finding->layers.empty() ? CellResult::passes : result;
}

/// Finds a smallest set of paths that repairs. The last path of the shortest prefix that repairs is needed; it is
/// taken, and the search goes on with the rest. Returns an empty list if none was found.
std::vector<std::string> minimal(Bench& bench, const DrilledCluster& drilled, const sides::Side& failing,
                                 const std::vector<std::string>& paths, const std::string& folder) {
    std::vector<std::string> needed;
    size_t end = paths.size();
    while (static_cast<int>(needed.size()) < most_paths) {
        size_t low = 0, high = end;  // needed + paths[0, high) repairs, needed + paths[0, low) does not
        while (high - low > 1) {
            if (bench.refusal(1).any()) return {};
            const size_t middle = low + (high - low) / 2;
            std::vector<std::string> some = needed;
            some.insert(some.end(), paths.begin(), paths.begin() + static_cast<long>(middle));
            const CellResult result = repaired(bench, drilled, failing, some, folder);
            if (result == CellResult::nothing || result == CellResult::other) return {};
            (result == CellResult::passes ? high : low) = middle;
        }
        needed.insert(needed.begin(), paths[high - 1]);
        end = high - 1;
        if (bench.refusal(1).any()) return {};
        const CellResult alone = repaired(bench, drilled, failing, needed, folder);
        if (alone == CellResult::passes) return needed;
        if (alone != CellResult::fails || end == 0) return {};
    }
    return {};
}

}  // namespace

Found drill_path(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    Found found;
    found.files = {delta.name};
    found.delta = opened_delta(bench.factors(), index);
    if (delta.kind != sides::SwapDelta::Kind::path || (delta.bad && delta.good)) return found;
    const auto paths = paths_in(bench, delta.name, 5000);
    if (paths.empty()) return found;  // a file
    if (paths.size() == 1) {
        found.files = paths;
    } else {
        if (bench.quick()) return found;
        const auto side = bench.failing_side(drilled, set);
        if (!side) return found;
        const Obstacle no = bench.refusal(3);
        const auto needed = no.any() ? std::vector<std::string>{} : minimal(bench, drilled, *side, paths, delta.name);
        if (needed.empty()) {
            found.caveats = {{CaveatKind::paths, {delta.name}, no}};
            return found;
        }
        found.files = needed;
    }
    found.delta.paths = found.files;
    return found;
}

}  // namespace testskew::drill
