// Looks into a package: finds the first release that fails, between the two versions.
#include <algorithm>
#include <chrono>
#include <set>

#include "drill/bisect.hpp"
#include "drill/drills.hpp"
#include "drill/welds.hpp"

namespace testskew::drill {
namespace {

using Kind = sides::SwapDelta::Kind;

bool is_plain(const PackageSet& packages, const std::string& name) {
    const auto found = packages.find(name);
    return found != packages.end() && found->second.requirement.find('@') == std::string::npos;
}

/// The distributions that are part of the cause. They stay as they are, whatever a release declares. What can only be
/// exchanged together follows the package that is bisected.
std::set<std::string> held(const Bench& bench, const DrilledCluster& drilled) {
    std::set<std::string> names;
    for (const auto& set : drilled.finding->sets) {
        if (is_welded(*drilled.finding, set)) continue;
        for (const int delta : set) names.insert(bench.factors().deltas.at(static_cast<size_t>(delta)).name);
    }
    return names;
}

/// A build that takes longer than this before it fails was probably compiling.
constexpr auto slow = std::chrono::seconds(15);

/// The sides on which single releases of one package are tried.
class ReleaseTrials {
public:
    /// `side` fails, and has the bad side's release. Throws BuildError.
    ReleaseTrials(Bench& bench, const DrilledCluster& drilled, const sides::Side& side, const std::string& name)
        : bench_(bench), side_(side), name_(name), held_(held(bench, drilled)) {
        for (const sides::Side* one : {&bench.factors().bad, &bench.factors().good})
            for (auto& conflict : bench.environments().conflicts_of(bench.environments().environment_of(*one)))
                known_.push_back(std::move(conflict));
    }

    /// Builds the side with another release. What this release cannot do without (a dependency that only the good side
    /// has, a dependent that refuses it) comes from the good side too; the search has shown that none of this is part
    /// of the cause. Returns nullopt if the constraints cannot be met in this way. `index` stands for the release in
    /// would_compile(). Throws BuildError if the package index cannot be reached.
    std::optional<sides::Side> with(const std::string& version, int index) {
        const auto begun = bench_.now();
        sides::Side side = side_;
        side.resolution.packages[name_] = {version, name_ + "==" + version};
        try {
            for (int round = 0; round < most_rounds; ++round) {
                if (wheels_only_ && !has_wheels(side)) {
                    would_compile_.insert(index);
                    return std::nullopt;
                }
                const auto conflicts = new_conflicts(side);
                if (conflicts.empty()) return side;
                if (!take_from_good(side, conflicts) && !resolve_needs(side, conflicts)) return std::nullopt;
            }
        } catch (const environment::BuildError& error) {
            if (error.failure.network) throw;
            const bool compiling = error.failure.no_wheel_or_build && bench_.now() - begun > slow;
            if (error.failure.timed_out || compiling) {
                wheels_only_ = true;
                // If everything has a wheel, the network took so long.
                if (!has_wheels(side)) would_compile_.insert(index);
            }
        }
        return std::nullopt;
    }

    /// The releases that were passed over because they would have to be compiled, or took too long.
    const std::set<int>& would_compile() const { return would_compile_; }

private:
    static constexpr int most_rounds = 6;  ///< how often the packages around a release are changed to fit it

    /// Conflicts that none of the two sides has.
    std::vector<environment::Conflict> new_conflicts(const sides::Side& side) {
        auto found = bench_.environments().conflicts_of(bench_.environment_of(side));
        std::erase_if(found, [&](const environment::Conflict& c) {
            return std::any_of(known_.begin(), known_.end(), [&](const environment::Conflict& k) {
                return k.package == c.package && k.needs == c.needs;
            });
        });
        return found;
    }

    /// Takes one distribution of a conflict, which differs between the sides, from the good side. Returns false if
    /// there is none.
    bool take_from_good(sides::Side& side, const std::vector<environment::Conflict>& conflicts) const {
        const PackageSet& good = bench_.factors().good.resolution.packages;
        for (const auto& conflict : conflicts)
            for (const auto& other : {conflict.needs, conflict.package}) {
                const auto there = good.find(other);
                const auto here = side.resolution.packages.find(other);
                if (held_.count(other) || other == name_ || there == good.end()) continue;
                if (here != side.resolution.packages.end() && here->second == there->second) continue;
                side.resolution.packages[other] = there->second;
                return true;
            }
        return false;
    }

    /// Resolves the dependencies of a release that needs versions which neither side has (pydantic and its core, for
    /// example, are released in pairs). Returns false if there is nothing to change.
    bool resolve_needs(sides::Side& side, const std::vector<environment::Conflict>& conflicts) {
        std::set<std::string> freed;
        for (const auto& conflict : conflicts) {
            // The package itself may be what another one needs, for example if a plugin wants a newer pytest.
            const std::string& other = conflict.needs == name_ ? conflict.package : conflict.needs;
            if (other != name_ && !held_.count(other)) freed.insert(other);
        }
        if (freed.empty()) return false;
        std::vector<std::string> lines;
        for (const auto& [package, is] : side.resolution.packages)
            lines.push_back(freed.count(package)     ? package
                            : is.requirement.empty() ? package + "==" + is.version
                                                     : is.requirement);
        const auto resolved =
            bench_.environments().resolved(side, lines, "the needs of " + name_, bench_.trial_limit());
        if (resolved == side.resolution.packages) return false;
        side.resolution.packages = resolved;
        return true;
    }

    /// True if every distribution that neither side has exists as a wheel.
    bool has_wheels(const sides::Side& side) {
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
            return is_of(bench_.factors().bad, name, package) || is_of(bench_.factors().good, name, package) ||
                   bench_.environments().has_wheel(wanted, name, bench_.trial_limit());
        });
    }

    Bench& bench_;
    const sides::Side& side_;
    const std::string name_;
    const std::set<std::string> held_;
    std::vector<environment::Conflict> known_;  ///< the conflicts that the two sides themselves have
    bool wheels_only_ = false;  ///< a trial was slow to fail, so releases without a wheel are skipped from then on
    std::set<int> would_compile_;
};

/// The releases from the good side's to the bad side's, both included.
struct ReleaseLine {
    std::vector<std::string> versions;
    bool bad_is_newer = true;
};

/// Finds the releases between those of the two sides. Throws BuildError.
ReleaseLine releases_between(Bench& bench, const sides::Side& side, const sides::SwapDelta& delta) {
    ReleaseLine line{{*delta.good}, true};
    const auto between = bench.environments().releases(side, delta.name, *delta.good, *delta.bad, bench.trial_limit());
    for (const auto& version : between)
        if (version != *delta.good && version != *delta.bad) line.versions.push_back(version);
    // The list leaves out the lower version and contains the higher one, so its last entry says which side is newer.
    line.bad_is_newer = between.empty() || between.back() != *delta.good;
    if (!line.bad_is_newer) std::reverse(line.versions.begin() + 1, line.versions.end());
    line.versions.push_back(*delta.bad);
    return line;
}

/// True if both sides have releases of this delta between which a bisection is possible.
bool can_be_bisected(const Bench& bench, const sides::SwapDelta& delta) {
    return delta.bad && delta.good && is_plain(bench.factors().bad.resolution.packages, delta.name) &&
           is_plain(bench.factors().good.resolution.packages, delta.name) && !bench.quick();
}

/// `beside` is added to the name of a candidate: what was tried on one side says nothing of the other.
Boundary bisect_releases(Bench& bench, const DrilledCluster& drilled, const ReleaseLine& line, const std::string& name,
                         ReleaseTrials& trials, const std::string& beside) {
    return bisect(bench, drilled, static_cast<int>(line.versions.size()), [&](int i) -> std::optional<Candidate> {
        const std::string& version = line.versions[static_cast<size_t>(i)];
        auto made = trials.with(version, i);
        if (!made) return std::nullopt;
        const std::string release = name + " " + version + beside;
        return Candidate{
            std::move(*made), release, {{Factor::packages, release}}, [name, version](const Recording& recording) {
                const auto seen = recording.distributions.find(name);
                return recording.distributions.empty() ||
                       (seen != recording.distributions.end() && seen->second == version);
            }};
    });
}

/// The obstacle that the skipped releases are. `would_compile` holds those that were skipped because they would have to
/// be compiled.
Obstacle not_tried(const std::vector<std::string>& versions, const std::vector<int>& skipped,
                   const std::set<int>& would_compile) {
    Obstacle why{ObstacleKind::untried};
    for (const int index : skipped) {
        why.untried.push_back(versions.at(static_cast<size_t>(index)));
        why.compiled += static_cast<int>(would_compile.count(index));
    }
    return why;
}

/// Searches the first release that fails, on a side that fails, and fills `package` in with what was found. Returns
/// what was in the way. Throws BuildError.
Obstacle search_releases(Bench& bench, const DrilledCluster& drilled, const sides::Side& side, const ReleaseLine& line,
                         CausePackage& package, const std::string& beside) {
    ReleaseTrials trials(bench, drilled, side, package.name);
    const auto boundary = bisect_releases(bench, drilled, line, package.name, trials, beside);
    package.otherwise = boundary.otherwise;
    package.fails_before = boundary.good_otherwise;
    if (boundary.first_bad >= 0) package.first_bad = line.versions[static_cast<size_t>(boundary.first_bad)];
    if (boundary.last_good >= 0) package.last_good = line.versions[static_cast<size_t>(boundary.last_good)];
    return boundary.skipped.empty() ? boundary.why : not_tried(line.versions, boundary.skipped, trials.would_compile());
}

/// The good side with this set from the bad one, if that is another side than `side` on another interpreter: what
/// cannot be built on the one may be built on the other.
std::optional<sides::Side> other_interpreter(const Bench& bench, const DrilledCluster& drilled, const sides::Side& side,
                                             const std::vector<int>& set) {
    if (!drilled.repaired.empty()) return std::nullopt;
    auto other = bench.induced_side(set);
    if (!other || other->interpreter.executable == side.interpreter.executable) return std::nullopt;
    return other;
}

}  // namespace

Found drill_package(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    const sides::SwapDelta& delta = bench.factors().deltas.at(static_cast<size_t>(index));
    Found found;
    found.delta = opened_delta(bench.factors(), index);
    found.packages = {{delta.name, delta.bad.value_or(""), delta.good.value_or(""), ""}};
    CausePackage& package = found.packages.front();
    const auto finish = [&](const Obstacle& why) {
        if (why.any()) found.caveats = {{CaveatKind::first_release, {delta.name}, why}};
        return found;
    };
    const auto side = bench.failing_side(drilled, set);
    if (!side || !can_be_bisected(bench, delta)) return finish({});
    if (const auto no = bench.refusal(1); no.any()) return finish(no);
    try {
        const ReleaseLine line = releases_between(bench, *side, delta);
        package.bad_is_newer = line.bad_is_newer;
        if (line.versions.size() == 2) {
            package.first_bad = *delta.bad;
            package.last_good = *delta.good;
            return finish({});
        }
        const Obstacle why = search_releases(bench, drilled, *side, line, package, "");
        if (why.untried.empty() || !package.first_bad.empty()) return finish(why);
        const auto other = other_interpreter(bench, drilled, *side, set);
        if (!other || bench.refusal(1).any()) return finish(why);
        CausePackage there = package;
        const Obstacle still = search_releases(bench, drilled, *other, line, there, " on the side that passes");
        if (there.first_bad.empty()) return finish(why);
        package = there;
        return finish(still);
    } catch (const environment::BuildError& error) {
        return finish(obstacle_of(error));
    }
}

}  // namespace testskew::drill
