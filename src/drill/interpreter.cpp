// Inside the interpreter: the first minor version that fails, of those at hand.
#include <algorithm>
#include <map>

#include "drill/bisect.hpp"
#include "drill/drills.hpp"

namespace testskew::drill {
namespace {

/// The newest build of each minor version between the two, of the same kind.
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

/// Two builds of one minor version, of which no other lies between.
Found builds_of_one_version(const Interpreter& bad, const Interpreter& good) {
    Found found;
    found.interpreter = CauseInterpreter{bad.minor_version(), good.minor_version(), ""};
    const bool same = bad.version == good.version;
    found.sentence = (same ? "the interpreter " + bad.executable : "Python " + bad.version) + " fails and " +
                     (same ? good.executable : good.version) + " passes with the same packages";
    return found;
}

/// The bisection over these interpreters, with the packages of `side`. Throws BuildError.
Boundary bisect_versions(Bench& bench, const Problem& problem, const sides::Side& side,
                         const std::vector<Interpreter>& versions) {
    const Environment from = bench.environments().environment_of(side);
    return bisect(bench, problem, static_cast<int>(versions.size()), [&](int i) -> std::optional<Candidate> {
        const Interpreter& version = versions[static_cast<size_t>(i)];
        Candidate candidate;
        candidate.side = side;
        candidate.name = "Python " + version.version;
        candidate.taken = {{"interpreter", candidate.name}};
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

Found drill_interpreter(Bench& bench, const Problem& problem, const std::vector<int>& set, int) {
    const Interpreter &bad = bench.factors().bad.interpreter, &good = bench.factors().good.interpreter;
    if (bad.minor == good.minor && bad.major == good.major) return builds_of_one_version(bad, good);
    CauseInterpreter cause{bad.minor_version(), good.minor_version(), ""};
    std::string neighbour;
    const auto finish = [&](const std::string& note) {
        Found found;
        found.interpreter = cause;
        found.sentence = sentence(cause, neighbour, {bench.factors().bad.name, bench.factors().good.name});
        if (!note.empty()) found.note = "which Python was the first to fail is not known: " + note;
        return found;
    };
    if (std::abs(bad.minor - good.minor) == 1) {
        cause.first_bad = bad.minor_version();
        return finish("");
    }
    std::vector<Interpreter> versions = between(bench.environments().interpreters(), bad, good);
    versions.insert(versions.begin(), good);
    versions.push_back(bad);
    const auto side = bench.failing_side(problem, set);
    if (versions.size() == 2 || bench.quick() || !side) return finish("");
    if (const auto no = bench.refusal(1); !no.empty()) return finish(no);
    try {
        const auto boundary = bisect_versions(bench, problem, *side, versions);
        if (boundary.first_bad >= 0) {
            cause.first_bad = versions[static_cast<size_t>(boundary.first_bad)].minor_version();
            neighbour = versions[static_cast<size_t>(boundary.last_good)].minor_version();
        }
        return finish(boundary.note);
    } catch (const environment::BuildError& error) {
        return finish(error.failure.network ? "the package index could not be reached" : error.what());
    }
}

}  // namespace testskew::drill
