// Looks into the files: finds the paths that matter inside a folder that one side lacks.
#include <fmt/core.h>

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

/// What is known of the paths in a folder: a smallest set that repairs, or why none was found.
struct Searched {
    std::vector<std::string> needed;
    Obstacle why;
};

/// Finds a smallest set of paths that repairs. The last path of the shortest prefix that repairs is needed; it is
/// taken, and the search goes on with the rest.
Searched minimal(Bench& bench, const DrilledCluster& drilled, const sides::Side& failing,
                 const std::vector<std::string>& paths, const std::string& folder) {
    const Obstacle different{ObstacleKind::failed, "not all of the tests need the same ones"};
    const Obstacle unclear{ObstacleKind::contradiction};
    std::vector<std::string> needed;
    size_t end = paths.size();
    while (static_cast<int>(needed.size()) < most_paths) {
        size_t low = 0, high = end;  // needed + paths[0, high) repairs, needed + paths[0, low) does not
        while (high - low > 1) {
            if (const Obstacle no = bench.refusal(1); no.any()) return {{}, no};
            const size_t middle = low + (high - low) / 2;
            std::vector<std::string> some = needed;
            some.insert(some.end(), paths.begin(), paths.begin() + static_cast<long>(middle));
            const CellResult result = repaired(bench, drilled, failing, some, folder);
            if (result == CellResult::nothing || result == CellResult::other) return {{}, different};
            (result == CellResult::passes ? high : low) = middle;
        }
        needed.insert(needed.begin(), paths[high - 1]);
        end = high - 1;
        if (const Obstacle no = bench.refusal(1); no.any()) return {{}, no};
        const CellResult alone = repaired(bench, drilled, failing, needed, folder);
        if (alone == CellResult::passes) return {needed, {}};
        if (alone != CellResult::fails || end == 0) return {{}, unclear};
    }
    return {{}, {ObstacleKind::failed, fmt::format("more than {} are needed", most_paths)}};
}

/// What the rest of a folder does without the paths that are enough: it may be enough as well, as where the folder
/// itself is what is missing.
CellResult without(Bench& bench, const DrilledCluster& drilled, const sides::Side& failing,
                   std::vector<std::string> paths, const std::vector<std::string>& needed, const std::string& folder) {
    std::erase_if(
        paths, [&](const std::string& path) { return std::find(needed.begin(), needed.end(), path) != needed.end(); });
    return repaired(bench, drilled, failing, paths, folder);
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
        const Obstacle no = bench.refusal(4);
        const Searched searched = no.any() ? Searched{{}, no} : minimal(bench, drilled, *side, paths, delta.name);
        if (searched.needed.empty()) {
            found.caveats = {{CaveatKind::paths, {delta.name}, searched.why}};
            return found;
        }
        const CellResult rest = searched.needed.size() == paths.size()
                                    ? CellResult::fails
                                    : without(bench, drilled, *side, paths, searched.needed, delta.name);
        if (rest == CellResult::passes) {
            const std::string one = searched.needed.size() == 1 ? searched.needed.front() : "";
            found.caveats = {{CaveatKind::any_path, {delta.name, one}}};
            return found;
        }
        found.files = searched.needed;
    }
    found.delta.paths = found.files;
    return found;
}

}  // namespace testskew::drill
