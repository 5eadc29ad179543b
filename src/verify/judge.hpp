#pragma once
#include <map>
#include <string>
#include <vector>

#include "compare/index.hpp"
#include "model/verification.hpp"

/// The judgement of `verify`: pure functions over what sessions said.
namespace testskew::verify {

/// What one session says of one test of a cluster.
enum class Sighting {
    fails,
    other,  ///< it fails in another way
    passes,
    skipped,
    expected,  ///< it is marked as expected to fail, and fails
    absent,    ///< the session collected its module, or there is no such module, and the test is not there
    nothing
};

/// What a session says of a test.
Sighting sighting(const Cluster& cluster, const std::string& id, const compare::RecordingIndex& index);

/// What all sessions of one side said of the tests of a problem, by id.
using Sightings = std::map<std::string, std::vector<Sighting>>;

/// How a problem stands on a side. Only standing, why, failed, sessions and tests are filled in.
StandingOnSide standing_of(const Sightings& sightings);

/// Whether the failure comes back, from the sessions with the change undone. `steady` is false for a failure that came
/// and went in the run already: then one session in which it comes back is enough.
Undone undone_of(const Sightings& sightings, bool steady);

/// What a new failure is. `was` is what the run says of the test (`passes`, `nothing`), `now` what the sessions now
/// say, and `before` those with the change undone.
NewFailure new_failure(Sighting was, const std::vector<Sighting>& now, const std::vector<Sighting>& before);

/// How many sessions are needed to believe that a failure is gone that came in `failed` of `sessions` sessions: with so
/// many, all of them pass by chance in at most one of twenty cases. At least 3 and at most 20.
int repeats_for(int failed, int sessions);

/// The new ids that a test which is not there any more may have got: those with the same name in another module or
/// class, or nearly the same name in the same module.
std::vector<std::string> renamed_to(const std::string& id, const std::vector<std::string>& fresh);

/// The exit code: 0 only if each problem is gone on each side, nothing broke, and every side ran. With `strict` the
/// failures must also come back without the change.
ExitCode exit_code(const Verification& verification, bool strict);

/// True if a new failure is none of the change's doing, as far as sessions can tell.
bool excused(NewFailure kind);

}  // namespace testskew::verify
