#include "verify/judge.hpp"

#include <algorithm>
#include <cmath>

#include "compare/classify.hpp"
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

}  // namespace

Sighting sighting(const Cluster& cluster, const std::string& id, const compare::RecordingIndex& index) {
    const Recording& recording = index.recording();
    if (id.empty() || id == whole_session_id) {
        if (!index.session_failure()) return recording.tests.empty() ? Sighting::nothing : Sighting::passes;
        return index.session_failure()->fingerprint == cluster.fingerprint ? Sighting::fails : Sighting::other;
    }
    const TestRecord* test = index.test(id);
    switch (compare::classify(cluster, id, index)) {
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
    if (passed) return Undone::stays_away;
    return other ? Undone::otherwise : Undone::not_known;
}

NewFailure new_failure(Sighting was, const std::vector<Sighting>& now, const std::vector<Sighting>& before) {
    const bool steady = !has(now, Sighting::passes);
    if (failures(before) > 0)
        return steady && !has(before, Sighting::passes) ? NewFailure::failed_too : NewFailure::flaky;
    if (!steady) return NewFailure::unsteady;
    if (has(before, Sighting::passes)) return NewFailure::broken;
    return was == Sighting::passes ? NewFailure::passed : NewFailure::unseen;
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

bool excused(NewFailure kind) { return kind == NewFailure::flaky || kind == NewFailure::failed_too; }

ExitCode exit_code(const Verification& verification, bool strict) {
    for (const VerifiedProblem& problem : verification.problems) {
        for (const StandingOnSide& side : problem.sides)
            if (side.standing != Standing::gone) return ExitCode::unattributed;
        if (strict && problem.undone != Undone::comes_back) return ExitCode::unattributed;
    }
    for (const BrokenTest& broken : verification.broken)
        if (!excused(broken.kind)) return ExitCode::unattributed;
    for (const VerifiedSide& side : verification.sides)
        if (side.early_end != EarlyEnd::none) return ExitCode::unattributed;
    return ExitCode::ok;
}

}  // namespace testskew::verify
