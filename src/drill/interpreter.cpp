// Looks into the interpreter: finds the first minor version that fails, among those at hand.
#include <algorithm>
#include <map>

#include "drill/bisect.hpp"
#include "drill/drills.hpp"

namespace testskew::drill {
namespace {

/// The newest build of each minor version between the two sides, of the same kind as these.
std::vector<Interpreter> between(const std::vector<Interpreter>& at_hand, const Interpreter& bad,
                                 const Interpreter& good) {
    std::map<int, Interpreter> found;
    const int low = std::min(bad.minor, good.minor), high = std::max(bad.minor, good.minor);
    for (const auto& one : at_hand)
        if (one.major == bad.major && one.minor > low && one.minor < high && one.free_threaded == bad.free_threaded &&
            one.debug == bad.debug)
            found[one.minor] = one;
    std::vector<Interpreter> result;
    for (auto& [minor, one] : found) result.push_back(std::move(one));
    if (good.minor > bad.minor) std::reverse(result.begin(), result.end());  // from the good one to the bad one
    return result;
}

/// The cause if the sides have two builds of one minor version, so that there is no version between them.
CauseInterpreter builds_of_one_version(const Interpreter& bad, const Interpreter& good) {
    CauseInterpreter cause{bad.minor_version(), good.minor_version(), ""};
    cause.builds_by_path = bad.version == good.version;
    cause.bad_build = cause.builds_by_path ? bad.executable : bad.version;
    cause.good_build = cause.builds_by_path ? good.executable : good.version;
    return cause;
}

/// The bisection over these interpreters, with the packages of `side`. Throws BuildError.
Boundary bisect_versions(Bench& bench, const DrilledCluster& drilled, const sides::Side& side,
                         const std::vector<Interpreter>& versions) {
    const Environment from = bench.environments().environment_of(side);
    return bisect(bench, drilled, static_cast<int>(versions.size()), [&](int i) -> std::optional<Candidate> {
        const Interpreter& version = versions[static_cast<size_t>(i)];
        Candidate candidate;
        candidate.side = side;
        candidate.name = "Python " + version.version;
        candidate.taken = {{Factor::interpreter, candidate.name}};
        candidate.as_planned = [version](const Recording& recording) {
            return recording.running_python.empty() || recording.running_python == version.version;
        };
        try {
            candidate.side.interpreter = version;
            candidate.side.resolution.packages = bench.environments().held(from, version, bench.trial_limit());
            bench.environment_of(candidate.side);
            return candidate;
        } catch (const environment::BuildError& error) {
            if (error.failure.network) throw;
            return std::nullopt;
        }
    });
}

}  // namespace

Found drill_interpreter(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    const Interpreter &bad = bench.factors().bad.interpreter, &good = bench.factors().good.interpreter;
    Found found;
    found.delta = opened_delta(bench.factors(), index);
    const bool one_version = bad.minor == good.minor && bad.major == good.major;
    found.interpreter = one_version ? builds_of_one_version(bad, good)
                                    : CauseInterpreter{bad.minor_version(), good.minor_version(), ""};
    if (one_version) return found;
    CauseInterpreter& cause = *found.interpreter;
    const auto finish = [&](const Obstacle& why) {
        if (why.any()) found.caveats = {{CaveatKind::first_python, {}, why}};
        return found;
    };
    if (std::abs(bad.minor - good.minor) == 1) {
        cause.first_bad = bad.minor_version();
        return finish({});
    }
    std::vector<Interpreter> versions = between(bench.environments().interpreters(), bad, good);
    versions.insert(versions.begin(), good);
    versions.push_back(bad);
    const auto side = bench.failing_side(drilled, set);
    if (versions.size() == 2 || bench.quick() || !side) return finish({});
    if (const auto no = bench.refusal(1); no.any()) return finish(no);
    try {
        const auto boundary = bisect_versions(bench, drilled, *side, versions);
        if (boundary.first_bad >= 0) {
            cause.first_bad = versions[static_cast<size_t>(boundary.first_bad)].minor_version();
            cause.last_good = versions[static_cast<size_t>(boundary.last_good)].minor_version();
        }
        return finish(boundary.why);
    } catch (const environment::BuildError& error) {
        return finish(obstacle_of(error));
    }
}

}  // namespace testskew::drill
