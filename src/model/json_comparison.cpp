#include "model/json_fields.hpp"

namespace testskew {

TESTSKEW_JSON_ENUM(Outcome, passed, not_run)
TESTSKEW_JSON_ENUM(ClusterKind, regression, flaky)
TESTSKEW_JSON_ENUM(TestPhase, none, unknown)
TESTSKEW_JSON_ENUM(NoResultKind, none, not_again)
TESTSKEW_JSON(Frame, path, line, function, source, project)
TESTSKEW_JSON(Subject, name, member, expression, kind)
TESTSKEW_JSON(ExceptionRecord, type, message, frames, link, cut, subject)
TESTSKEW_JSON(Interpreter, executable, version, major, minor, micro, implementation, build, cache_tag, soabi, platform,
              libc, free_threaded, debug, seeds)
TESTSKEW_JSON(Request, method, path, status)
TESTSKEW_JSON(WarningRecord, category, message, path, line, when, test)
TESTSKEW_JSON(MissingLookup, kind, name, at, test)
TESTSKEW_JSON(Fingerprint, digest, text)
TESTSKEW_JSON(Failure, type, message, path, line, function, source, swallowed, request, handled_at, phase, assertion,
              chain, cut)
TESTSKEW_JSON(ClusterTest, id, bad, good)
TESTSKEW_JSON(NoResult, kind, side, reason, on_their_own)
TESTSKEW_JSON(Divergence, path, line, function, source, text, bad, good, certain, test)
TESTSKEW_JSON(Swallowed, type, message, raised_at, handled_at, by, hook)
TESTSKEW_JSON(OneSidedWarning, category, message, path, line, bad, test)
TESTSKEW_JSON(CutRecord, test, hook, left_out, stopped)
TESTSKEW_JSON(Repetition, failed_bad, sessions_bad, failed_good, sessions_good, differs_alone, alone_bad, alone_good,
              failed_alone)
TESTSKEW_JSON(SideRate, failed, sessions, low, high)
TESTSKEW_JSON(RateComparison, bad, good, only_bad, only_good, lost, evidence, shown, alone, stopped, digest)
TESTSKEW_JSON(ModeDifference, name, bad, good, at)
TESTSKEW_JSON(Cluster, id, kind, fingerprint, tests, error, good_error, good_digest, behind, first_difference, raised,
              no_result, divergence, missing, made, swallowed, warnings, repetition, rate, cuts)
TESTSKEW_JSON(DeltaDifference, name, bad, good)
TESTSKEW_JSON(Difference, factor, deltas, swappable)
TESTSKEW_JSON(OneSidedTests, path, bad, good)
TESTSKEW_JSON(Comparison, clusters, differences, warnings_bad_only, warnings_good_only, warnings_left_out, new_outcomes,
              other_differences, one_sided_tests, warning_errors)

}  // namespace testskew
