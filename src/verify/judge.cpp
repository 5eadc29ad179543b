#include "verify/judge.hpp"

#include <algorithm>
#include <cmath>

#include "compare/classify.hpp"
#include "compare/session_failures.hpp"
#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::verify {
namespace {

constexpr int least_repeats = 3, most_repeats = 20;

bool has(const std::vector<Sighting>& seen, Sighting what) {
    return std::find(seen.begin(), seen.end(), what) != seen.end();
}

int count(const std::vector<Sighting>& seen, Sighting what) {
    return static_cast<int>(std::count(seen.begin(), seen.end(), what));
}

int failures(const std::vector<Sighting>& seen) { return count(seen, Sighting::fails) + count(seen, Sighting::other); }

int results(const std::vector<Sighting>& seen) { return failures(seen) + count(seen, Sighting::passes); }

Standing standing_of(const std::vector<Sighting>& seen) {
    const bool passes = has(seen, Sighting::passes);
    if (failures(seen) > 0 && passes) return Standing::sometimes;
    if (has(seen, Sighting::fails)) return Standing::still;
    if (has(seen, Sighting::other)) return Standing::changed;
    // A test that passes alone and is skipped among all others has passed.
    if (passes && !has(seen, Sighting::expected)) return Standing::gone;
    if (has(seen, Sighting::expected) || has(seen, Sighting::skipped) || has(seen, Sighting::absent))
        return Standing::not_run;
    return Standing::no_result;
}

NotRun why_not_run(const std::vector<Sighting>& seen) {
    if (has(seen, Sighting::expected)) return NotRun::expected;
    return has(seen, Sighting::skipped) ? NotRun::skipped : NotRun::absent;
}

/// What the tests below a module, a class or a folder say, or all tests if `node` is "". One that fails has not failed
/// as the node did, which could not be collected. Returns nullopt if the session has none of them.
std::optional<Sighting> below(const std::string& node, const Recording& recording) {
    bool some = false, passes = false;
    for (const TestRecord& test : recording.tests) {
        if (test.outcome == Outcome::not_run || !holds(node, test.id)) continue;
        if (is_failure(test.outcome)) return Sighting::other;
        some = true;
        passes = passes || compare::has_passed(test.outcome);
    }
    if (!some) return std::nullopt;
    return passes ? Sighting::passes : Sighting::skipped;
}

}  // namespace

const TestRecord* first_failing(const std::string& node, const Recording& recording) {
    const auto found = std::find_if(recording.tests.begin(), recording.tests.end(), [&](const TestRecord& test) {
        return is_failure(test.outcome) && holds(node == whole_session_id ? std::string() : node, test.id);
    });
    return found == recording.tests.end() ? nullptr : &*found;
}

Sighting sighting(const Cluster& cluster, const std::string& id, const compare::RecordingIndex& index) {
    const Recording& recording = index.recording();
    if (id.empty() || id == whole_session_id) {
        if (!index.session_failure()) return below("", recording).value_or(Sighting::nothing);
        return index.session_failure()->fingerprint == cluster.fingerprint ? Sighting::fails : Sighting::other;
    }
    const TestRecord* test = index.test(id);
    const CellResult result = compare::classify(cluster, id, index);
    // A node that is no test has passed if what stands below it has, and not as soon as it is collected.
    if (!test && (result == CellResult::passes || result == CellResult::nothing))
        if (const auto tests = below(id, recording)) return *tests;
    switch (result) {
        case CellResult::fails: return Sighting::fails;
        case CellResult::other: return Sighting::other;
        case CellResult::passes:
            return test && test->outcome == Outcome::xfailed ? Sighting::expected : Sighting::passes;
        case CellResult::nothing: break;
    }
    if (index.session_failure()) return Sighting::other;
    if (test && test->outcome == Outcome::skipped) return Sighting::skipped;
    if (index.collect_skipped(id)) return Sighting::skipped;
    const bool could_know = recording.complete && recording.usage_error.empty() && !recording.timed_out;
    return !test && could_know && !index.deselected(id) ? Sighting::absent : Sighting::nothing;
}

StandingOnSide standing_of(const Sightings& sightings) {
    StandingOnSide result;
    if (sightings.empty()) return result;
    result.standing = Standing::gone;
    const std::vector<Sighting>* worst = nullptr;
    for (const auto& [id, seen] : sightings) {
        const Standing standing = standing_of(seen);
        if (standing != Standing::gone) result.tests.push_back(id);
        if (!worst || standing > result.standing || (standing == result.standing && results(seen) > results(*worst))) {
            result.standing = std::max(standing, result.standing);
            worst = &seen;
        }
    }
    result.failed = failures(*worst);
    result.sessions = results(*worst);
    if (result.standing == Standing::not_run) result.why = why_not_run(*worst);
    return result;
}

Undone undone_of(const Sightings& sightings, bool steady) {
    bool all = !sightings.empty(), any = false, other = false, passed = false;
    for (const auto& [id, seen] : sightings) {
        const bool fails = has(seen, Sighting::fails);
        all = all && fails;
        any = any || fails;
        other = other || (!fails && has(seen, Sighting::other));
        passed = passed || (failures(seen) == 0 && has(seen, Sighting::passes));
    }
    if (all || (any && (!steady || !passed))) return Undone::comes_back;
    if (any) return Undone::in_part;
    if (passed) return Undone::stays_away;
    return other ? Undone::otherwise : Undone::not_known;
}

NewFailure new_failure(Sighting was, const std::vector<Sighting>& now, const std::vector<Sighting>& before) {
    const bool steady = !has(now, Sighting::passes);
    if (failures(before) > 0) {
        if (!steady) return NewFailure::flaky;
        // What fails always now and came and went before is worse than it was.
        return has(before, Sighting::passes) ? NewFailure::steadier : NewFailure::failed_too;
    }
    if (!steady) return NewFailure::unsteady;
    if (has(before, Sighting::passes)) return NewFailure::broken;
    return was == Sighting::passes ? NewFailure::passed : NewFailure::unseen;
}

bool seen_alone(const std::vector<const Cluster*>& clusters) {
    return std::all_of(clusters.begin(), clusters.end(), [](const Cluster* cluster) {
        const Repetition& again = cluster->repetition;
        return again.alone_bad + again.alone_good == 0 || again.failed_alone > 0;
    });
}

Rate rarest(const std::vector<const Cluster*>& clusters, bool with_alone) {
    Rate result;
    const auto look = [&](int failed, int sessions) {
        if (failed <= 0 || sessions <= 0) return;
        const auto less = static_cast<long>(failed) * result.sessions < static_cast<long>(result.failed) * sessions;
        if (result.sessions == 0 || less) result = {failed, sessions};
    };
    for (const Cluster* cluster : clusters) {
        const Repetition& again = cluster->repetition;
        look(again.failed_bad, again.sessions_bad - (with_alone ? 0 : again.alone_bad));
        look(again.failed_good, again.sessions_good - (with_alone ? 0 : again.alone_good));
    }
    return result;
}

int repeats_for(int failed, int sessions) {
    if (failed <= 0 || sessions <= 0) return most_repeats / 2;
    if (failed >= sessions) return least_repeats;
    const double rate = static_cast<double>(failed) / sessions;
    const int needed = static_cast<int>(std::ceil(std::log(0.05) / std::log(1 - rate)));
    return std::clamp(needed, least_repeats, most_repeats);
}

std::vector<std::string> renamed_to(const std::string& id, const std::vector<std::string>& fresh) {
    std::vector<std::string> found;
    const std::string name = function_of(id), module = module_of(id);
    if (name.empty()) return found;  // a module has no other name
    for (const std::string& other : fresh)
        if (function_of(other) == name) found.push_back(other);
    if (!found.empty()) return found;
    std::vector<std::string> names;
    for (const std::string& other : fresh)
        if (module_of(other) == module) names.push_back(function_of(other));
    const std::string near = nearest(name, names);
    for (const std::string& other : fresh)
        if (!near.empty() && module_of(other) == module && function_of(other) == near) found.push_back(other);
    return found;
}

ExitCode exit_code(const Verification& verification, bool strict) {
    for (const VerifiedProblem& problem : verification.problems) {
        for (const StandingOnSide& side : problem.sides)
            if (side.standing != Standing::gone) return ExitCode::unattributed;
        if (strict && problem.undone != Undone::comes_back) return ExitCode::unattributed;
    }
    for (const BrokenTest& broken : verification.broken)
        if (!excused(broken.kind)) return ExitCode::unattributed;
    for (const VerifiedSide& side : verification.sides)
        if (side.early_end != EarlyEnd::none || (strict && !side.not_run.empty())) return ExitCode::unattributed;
    if (!verification.edited.empty()) return ExitCode::unattributed;
    return ExitCode::ok;
}

}  // namespace testskew::verify
