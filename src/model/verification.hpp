#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/outcomes.hpp"
#include "util/error.hpp"

/// What `testskew verify` finds out about a change that was made after a run.
namespace testskew {

/// How a problem of the run stands on one side now. The later ones are worse: of the tests of a problem, the one that
/// stands worst decides.
enum class Standing {
    gone,       ///< its tests pass
    no_result,  ///< no session says anything of them
    not_run,    ///< they are not run any more: not there, skipped, or expected to fail
    changed,    ///< they fail in another way
    sometimes,  ///< they fail in some sessions and pass in others
    still       ///< they fail as they did
};

/// Why tests are not run any more.
enum class NotRun {
    none,
    absent,      ///< they are not there, or not collected
    skipped,     ///< skipped, alone or with their module
    expected,    ///< marked as expected to fail, and they fail
    deselected,  ///< by an option, a plugin or a conftest.py
    not_reached  ///< the session ended before them
};

/// Whether a failure comes again if the change alone is undone.
enum class Undone {
    untried,     ///< there was nothing to be shown, as the problem is not gone
    comes_back,  ///< the failure is there again
    in_part,     ///< of a failure that was steady, some tests fail again and others pass
    otherwise,   ///< the tests fail then in another way
    stays_away,  ///< the tests pass without the change as well
    no_change,   ///< nothing that is kept has changed since the run
    not_known,   ///< the state of the run is not kept, or no session gave a result
};

/// One problem on one side.
struct StandingOnSide {
    std::string side;
    bool failed_before = false;  ///< in the run; of a further profile nothing is known
    Standing standing = Standing::no_result;
    NotRun why = NotRun::none;
    int failed = 0, sessions = 0;  ///< how many sessions of the test that stands worst failed, and how many there were
    std::vector<std::string> tests;    ///< those that are not gone
    std::vector<std::string> instead;  ///< of tests that are not there: the new tests with nearly the same name
    std::string error;                 ///< of `changed`: how they fail now
};

/// A problem of the run with what became of it.
struct VerifiedProblem {
    int number = 0;  ///< as in the report of the run; 0 for failures that the report does not number
    ClusterKind kind = ClusterKind::regression;
    std::string error;
    long tests = 0;
    std::vector<StandingOnSide> sides;
    Undone undone = Undone::untried;
    int came_back = 0, undone_sessions = 0;
    std::vector<std::string> undone_on;  ///< the sides on which the change was undone
};

/// What a test that fails now, and is no problem of the run, did before.
enum class NewFailure {
    broken,      ///< it passed, and passes without the change
    passed,      ///< it passed in the run; whether the change is why was not shown
    unseen,      ///< the run does not have it, or did not run it
    flaky,       ///< it fails now and then, and did so before the change
    unsteady,    ///< it fails now and then; before the change that was not seen
    steadier,    ///< it fails in every session now, and without the change in some
    failed_too,  ///< it fails without the change as well
};

/// True if a new failure is none of the change's doing, as far as sessions can tell.
inline bool excused(NewFailure kind) { return kind == NewFailure::flaky || kind == NewFailure::failed_too; }

struct BrokenTest {
    std::string side, id, error;
    NewFailure kind = NewFailure::passed;
    int failed = 0, sessions = 0;                ///< now
    int failed_before = 0, sessions_before = 0;  ///< with the change undone
};

/// Why the whole selection of a side did not run to its end.
enum class EarlyEnd {
    none,  ///< it did
    timed_out,
    signal,          ///< a signal ended the session
    session_failed,  ///< the session failed before its first test
    no_test,         ///< it ran no test
    stopped,         ///< pytest ended before the last test, or with an error of its own
    cut              ///< records of it are missing, so what ran is not known
};

/// Something besides the files that is not as it was in the run. A value is nullopt if there was none, and that of a
/// variable is not shown.
struct MovedDelta {
    Factor factor = Factor::packages;
    std::string name;
    std::optional<CauseValue> before, now;
};

/// A test that passed in the run and has no result now.
struct NotRunTest {
    std::string id;
    NotRun why = NotRun::absent;
};

/// One of the sides, or one of the further profiles.
struct VerifiedSide {
    std::string name, python;
    bool further = false;
    OutcomeCounts outcomes;  ///< of the whole selection
    double seconds = 0;
    EarlyEnd early_end = EarlyEnd::none;
    int signal = 0;       ///< the one that ended the session
    std::string failure;  ///< of `session_failed` and `stopped`: the message; "" if there is none
    std::vector<MovedDelta> moved;
    std::vector<NotRunTest> not_run;  ///< tests that passed in the run, and neither pass nor fail now
};

/// Everything that a report of `verify` shows.
struct Verification {
    std::string run;
    std::vector<VerifiedSide> sides;
    std::vector<std::string> changed;  ///< the paths that changed since the run
    bool files_known = false;          ///< if false, it is not known what changed
    /// Files were edited while the sessions ran, so these did not all see the same. "" if none was.
    std::string edited = {};
    std::vector<VerifiedProblem> problems;
    std::vector<BrokenTest> broken;
    std::vector<std::string> notes;
    double seconds = 0;
    ExitCode exit_code = ExitCode::ok;
};

}  // namespace testskew
