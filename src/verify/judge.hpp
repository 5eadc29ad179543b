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

/// The first test below a node, or of the whole session, that fails; nullptr if none does.
const TestRecord* first_failing(const std::string& node, const Recording& recording);

/// What all sessions of one side said of the tests of a problem, by id.
using Sightings = std::map<std::string, std::vector<Sighting>>;

/// How a problem stands on a side. Only standing, why, failed, sessions and tests are filled in.
StandingOnSide standing_of(const Sightings& sightings);

/// Whether the failure comes back, from the sessions with the change undone. `steady` is false for a failure that came
/// and went in the run already: then one test in which it comes back is enough.
Undone undone_of(const Sightings& sightings, bool steady);

/// What a new failure is. `was` is what the run says of the test (`passes`, `nothing`), `now` what the sessions now
/// say, and `before` those with the change undone.
NewFailure new_failure(Sighting was, const std::vector<Sighting>& now, const std::vector<Sighting>& before);

/// Whether each of these flaky failures came without the other tests as well, where that was tried.
bool seen_alone(const std::vector<const Cluster*>& clusters);

/// How often a failure came.
struct Rate {
    int failed = 0, sessions = 0;
};

/// The lowest rate of these failures, of those sides on which they came. Without `with_alone` only sessions among the
/// other tests count, for failures that came in no other.
Rate rarest(const std::vector<const Cluster*>& clusters, bool with_alone);

/// How many sessions are needed to believe that a failure is gone that came in `failed` of `sessions` sessions: with so
/// many, all of them pass by chance in at most one of twenty cases. At least 3 and at most 20.
int repeats_for(int failed, int sessions);

/// The new ids that a test which is not there any more may have got: those with the same name in another module or
/// class, or nearly the same name in the same module.
std::vector<std::string> renamed_to(const std::string& id, const std::vector<std::string>& fresh);

/// The exit code: 0 only if each problem is gone on each side, nothing broke, and every side ran. With `strict` the
/// failures must also come back without the change.
ExitCode exit_code(const Verification& verification, bool strict);

}  // namespace testskew::verify
