#pragma once
#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"
#include "model/rate.hpp"
#include "model/recording.hpp"

namespace testskew {

/// The stable identity of a failure ("Same failure" in docs/fingerprints.md).
struct Fingerprint {
    std::string digest;  ///< 16 hexadecimal digits
    std::string text;    ///< what was hashed, for people and for debugging
    bool operator==(const Fingerprint& other) const { return digest == other.digest; }
};

enum class ClusterKind { regression, reverse, common, one_sided, flaky };

/// The failure that stands for all failures of a cluster, as the report shows it.
struct Failure {
    std::string type, message;
    std::string path;  ///< the innermost project frame
    int line = 0;
    std::string function, source;
    bool swallowed = false;  ///< a recorded server exception is the identity
    std::optional<Request> request;
    std::optional<Frame> handled_at;
    TestPhase phase = TestPhase::none;
    std::string assertion;  ///< pytest's own one-line message if it differs from the exception: "assert 500 == 200"
    ExceptionChain chain;
    bool cut = false;
};

/// A test with its outcomes on both sides.
struct ClusterTest {
    std::string id;
    Outcome bad = Outcome::not_run;
    Outcome good = Outcome::not_run;
};

/// The first place at which the runs of a test on the two sides diverge, found in observed sessions. It is evidence,
/// never a verdict.
struct Divergence {
    std::string path;
    int line = 0;
    std::string function, source;
    std::string text;  ///< what was different, for example "os.environ.get('DASHBOARD_API_KEY')"
    /// What it gave on each side: "None", "a value", "raises KeyError"; values that may be secrets are not shown.
    std::string bad, good;
    bool certain = false;  ///< if false, tests that pass on both sides diverge there as well
    std::string test;      ///< the test in which it was seen
};

/// An exception that the failing side swallowed in these tests and the other side did not. It is evidence, never part
/// of the identity.
struct Swallowed {
    std::string type, message;
    std::optional<Frame> raised_at;   ///< the innermost frame of the project
    std::optional<Frame> handled_at;  ///< the line of the project that caught it
    std::string by;                   ///< the library whose code caught it; "" for the project itself
    std::string hook;                 ///< who saw it: "trace", "monitoring"
    ExceptionChain chain = {};        ///< the whole chain as it was recorded; it is not kept with the report
};

/// A warning that only one side gave in these tests. It is evidence, never part of the identity.
struct OneSidedWarning {
    std::string category, message, path;
    int line = 0;
    bool bad = true;   ///< true if the failing side gave it, false if the other side did
    std::string test;  ///< the test in which it was seen
};

/// How often a cluster's tests failed in this way when both sides were run more than once. All numbers are 0 if they
/// were not.
struct Repetition {
    int failed_bad = 0, sessions_bad = 0;
    int failed_good = 0, sessions_good = 0;
    /// Without the other tests these tests give another result; such sessions are not counted.
    bool differs_alone = false;
    /// Of these sessions, those without the other tests, and in how many of them the failure came.
    int alone_bad = 0, alone_good = 0, failed_alone = 0;
    bool done() const { return sessions_bad + sessions_good > 0; }
};

/// Why one side has no result of its own for the tests of a cluster.
struct NoResult {
    NoResultKind kind = NoResultKind::none;
    std::string side = {};    ///< the name of that side
    std::string reason = {};  ///< one line; only of tests that are skipped
    /// What they gave there when they were run on their own: `passes` or `fails`; nullopt if they were not.
    std::optional<CellResult> on_their_own = {};

    auto operator<=>(const NoResult&) const = default;
};

/// A file or folder that a test made at the same line on both sides, with another mode.
struct ModeDifference {
    std::string name, bad, good;  ///< the modes in octal: "600"
    Frame at;
};

/// The failures that share one fingerprint.
struct Cluster {
    int id = 0;  ///< 1, 2, ... in the order shown
    ClusterKind kind = ClusterKind::regression;
    Fingerprint fingerprint;
    std::vector<ClusterTest> tests;
    Failure error;                      ///< the bad side's failure; for a reverse cluster the good side's
    std::optional<Failure> good_error;  ///< set if the good side fails too, in another way
    std::string good_digest;            ///< of the fingerprint of `good_error`; "" if there is none
    /// The failures of these tests that show once the ones before them are repaired, outermost first.
    std::vector<Failure> behind;
    std::optional<Frame> first_difference;  ///< the first frame in which the two tracebacks differ
    std::optional<Failure> raised;          ///< the same test in a session with --server-exceptions raise
    NoResult no_result;                     ///< why one side has nothing to compare with the failure
    std::optional<Divergence> divergence;   ///< the first place at which the two runs diverge
    std::vector<MissingLookup> missing;     ///< what these tests looked for on the bad side and did not find
    std::vector<ModeDifference> made;       ///< files that these tests made with another mode on each side
    std::vector<Swallowed> swallowed;       ///< exceptions that only the bad side swallowed
    std::vector<OneSidedWarning> warnings;  ///< those that only one side gave
    Repetition repetition;
    std::optional<RateComparison> rate;
    std::vector<CutRecord> cuts;  ///< what was left out because there was too much of it
};

/// One thing in which the two sides differ. `bad` or `good` is nullopt if that side does not have it.
struct DeltaDifference {
    std::string name;
    std::optional<std::string> bad, good;
};

/// One factor in which the two sides differ.
struct Difference {
    Factor factor = Factor::interpreter;
    std::vector<DeltaDifference> deltas;
    bool swappable = true;
};

/// A file of which both sides have tests, and how many of them only the one or the other side has.
struct OneSidedTests {
    std::string path;
    int bad = 0, good = 0;

    bool operator==(const OneSidedTests&) const = default;
};

/// The result of comparing two recordings.
struct Comparison {
    std::vector<Cluster> clusters;
    std::vector<Difference> differences;
    std::vector<WarningRecord> warnings_bad_only, warnings_good_only;
    int warnings_left_out = 0;  ///< how many more there are of the two, as each keeps the first ones
    /// The number of tests whose outcome differs without a failure (skipped and passed, for example). They are listed,
    /// and count with --strict.
    int new_outcomes = 0;
    std::vector<ClusterTest> other_differences;
    std::vector<OneSidedTests> one_sided_tests;
    /// What makes errors of warnings: "filterwarnings in pyproject.toml", "-W", "PYTHONWARNINGS"; "" if nothing does.
    std::string warning_errors;
};

}  // namespace testskew
