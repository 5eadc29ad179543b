// Inside a package: the first release that fails, between the two versions.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "drill/bisect.hpp"
#include "drill/drills.hpp"

namespace testskew::drill {
namespace {

using Kind = sides::SwapDelta::Kind;

bool is_plain(const PackageSet& packages, const std::string& name) {
    const auto found = packages.find(name);
    return found != packages.end() && found->second.requirement.find('@') == std::string::npos;
}

/// Distributions that are part of the cause: they stay as they are, whatever a release declares.
std::set<std::string> held(const Bench& bench, const Problem& problem) {
    std::set<std::string> names;
    for (const auto& set : problem.finding->sets)
        for (const int delta : set) names.insert(bench.factors().deltas.at(static_cast<size_t>(delta)).name);
    return names;
}

/// Conflicts that the side does not have before anything is changed.
std::vector<environment::Conflict> new_conflicts(Bench& bench, const sides::Side& side,
                                                 const std::vector<environment::Conflict>& known) {
    auto found = bench.environments().conflicts_of(bench.environment_of(side));
    const auto is_known = [&](const environment::Conflict& c) {
        return std::any_of(known.begin(), known.end(), [&](const environment::Conflict& k) {
            return k.package == c.package && k.needs == c.needs;
        });
    };
    found.erase(std::remove_if(found.begin(), found.end(), is_known), found.end());
    return found;
}

/// Gives a release the dependencies that it asks for in versions that neither side has (pydantic and its core are
/// released in pairs). False where there is nothing to be moved.
bool resolve_needs(Bench& bench, sides::Side& side, const std::string& name,
                   const std::vector<environment::Conflict>& conflicts, const std::set<std::string>& held_names) {
    std::set<std::string> freed;
    for (const auto& conflict : conflicts) {
        const std::string& other =
            conflict.needs == name ? conflict.package : conflict.needs;  // a plugin that wants a newer pytest
        if (other != name && !held_names.count(other)) freed.insert(other);
    }
    if (freed.empty()) return false;
    std::vector<std::string> lines;
    for (const auto& [package, is] : side.resolution.packages)
        lines.push_back(freed.count(package)     ? package
                        : is.requirement.empty() ? package + "==" + is.version
                                                 : is.requirement);
    const auto resolved = bench.environments().resolved(side, lines, "the needs of " + name, bench.trial_limit());
    if (resolved == side.resolution.packages) return false;
    side.resolution.packages = resolved;
    return true;
}

/// What the trials of one package learn about building it.
struct Building {
    bool wheels_only = false;     ///< one trial was slow to fail: what has no wheel is passed over from then on
    std::set<int> would_compile;  ///< entries that were passed over for it, or took too long
};

/// A build that fails later than this was compiling.
constexpr auto slow = std::chrono::seconds(15);

/// Whether all that neither side has comes as a wheel.
bool has_wheels(Bench& bench, const sides::Side& side) {
    const auto is_of = [](const sides::Side& other, const std::string& name, const Package& package) {
        const auto there = other.resolution.packages.find(name);
        return there != other.resolution.packages.end() && there->second.version == package.version;
    };
    Environment wanted;
    wanted.interpreter = side.interpreter;
    wanted.packages = side.resolution.packages;
    wanted.install_arguments = side.resolution.arguments;
    return std::all_of(wanted.packages.begin(), wanted.packages.end(), [&](const auto& one) {
        const auto& [name, package] = one;
        return is_of(bench.factors().bad, name, package) || is_of(bench.factors().good, name, package) ||
               bench.environments().has_wheel(wanted, name, bench.trial_limit());
    });
}

/// Takes what a release cannot do without (a dependency that only the good side has, a dependent that refuses it) from
/// the good side too. None of it is part of the cause: the search has shown that. nullopt where the constraints cannot
/// be met so.
std::optional<sides::Side> with_release(Bench& bench, sides::Side side, const std::string& name,
                                        const std::string& version, const std::set<std::string>& held_names,
                                        const std::vector<environment::Conflict>& known, Building& building,
                                        int entry) {
    const auto begun = std::chrono::steady_clock::now();
    side.resolution.packages[name] = {version, name + "==" + version};
    const PackageSet& good = bench.factors().good.resolution.packages;
    try {
        for (int round = 0; round < 6; ++round) {
            if (building.wheels_only && !has_wheels(bench, side)) {
                building.would_compile.insert(entry);
                return std::nullopt;
            }
            const auto conflicts = new_conflicts(bench, side, known);
            if (conflicts.empty()) return side;
            bool changed = false;
            for (const auto& conflict : conflicts)
                for (const auto& other : {conflict.needs, conflict.package}) {
                    const auto there = good.find(other);
                    const auto here = side.resolution.packages.find(other);
                    if (changed || held_names.count(other) || other == name || there == good.end()) continue;
                    if (here != side.resolution.packages.end() && here->second == there->second) continue;
                    side.resolution.packages[other] = there->second;
                    changed = true;
                }
            if (!changed && !resolve_needs(bench, side, name, conflicts, held_names)) return std::nullopt;
        }
    } catch (const environment::BuildError& error) {
        if (error.failure.network) throw;
        if (error.failure.timed_out ||
            (error.failure.no_wheel_or_build && std::chrono::steady_clock::now() - begun > slow)) {
            building.wheels_only = true;
            if (!has_wheels(bench, side))
                building.would_compile.insert(entry);  // else it was the network that took so long
        }
    }
    return std::nullopt;
}

}  // namespace

Found drill_package(Bench& bench, const Problem& problem, const std::vector<int>& set, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    const SideNames names{bench.factors().bad.name, bench.factors().good.name};
    CausePackage package{delta.name, delta.bad.value_or(""), delta.good.value_or(""), ""};
    Found found;
    bool bad_is_newer = true, otherwise = false;
    const auto finish = [&](const std::string& note) {
        found.sentence = sentence(package, bad_is_newer, names, otherwise);
        if (!note.empty())
            found.note = fmt::format("which release of {} was the first to fail is not known: {}", delta.name, note);
        found.packages.push_back(package);
        return found;
    };
    const auto side = bench.failing_side(problem, set);
    if (!delta.bad || !delta.good || !side) return finish("");
    if (!is_plain(bench.factors().bad.resolution.packages, delta.name) ||
        !is_plain(bench.factors().good.resolution.packages, delta.name))
        return finish("");
    if (bench.quick()) return finish("");
    if (const auto no = bench.refusal(1); !no.empty()) return finish(no);
    try {
        std::vector<std::string> versions = {*delta.good};
        const auto between =
            bench.environments().releases(*side, delta.name, *delta.good, *delta.bad, bench.trial_limit());
        for (const auto& release : between)
            if (release.version != *delta.good && release.version != *delta.bad) versions.push_back(release.version);
        // `low` is left out and `high` is there: so the last one says which of the two is the newer.
        bad_is_newer = between.empty() || between.back().version != *delta.good;
        if (!bad_is_newer) std::reverse(versions.begin() + 1, versions.end());
        versions.push_back(*delta.bad);
        if (versions.size() == 2) {
            package.first_bad = *delta.bad;
            package.last_good = *delta.good;
            return finish("");
        }
        const auto known = bench.environments().conflicts_of(bench.environments().environment_of(*side));
        const auto held_names = held(bench, problem);
        Building building;
        const auto boundary =
            bisect(bench, problem, static_cast<int>(versions.size()), [&](int i) -> std::optional<Candidate> {
                const std::string& version = versions[static_cast<size_t>(i)];
                auto made = with_release(bench, *side, delta.name, version, held_names, known, building, i);
                if (!made) return std::nullopt;
                return Candidate{std::move(*made),
                                 delta.name + " " + version,
                                 {{"packages", delta.name + " " + version}},
                                 [&delta, version](const Recording& recording) {
                                     const auto seen = recording.distributions.find(delta.name);
                                     return recording.distributions.empty() ||
                                            (seen != recording.distributions.end() && seen->second == version);
                                 }};
            });
        otherwise = package.otherwise = boundary.otherwise;
        if (boundary.first_bad >= 0) package.first_bad = versions[static_cast<size_t>(boundary.first_bad)];
        if (boundary.last_good >= 0) package.last_good = versions[static_cast<size_t>(boundary.last_good)];
        return finish(boundary.skipped.empty() ? boundary.note
                                               : not_tried(versions, boundary.skipped, building.would_compile));
    } catch (const environment::BuildError& error) {
        return finish(error.failure.network ? "the package index could not be reached" : error.what());
    }
}

}  // namespace testskew::drill
