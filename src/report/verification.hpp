#pragma once
#include <string>

#include "model/verification.hpp"
#include "report/report.hpp"

/// The report of `testskew verify`.
namespace testskew::report {

/// The first sentence: whether what failed passes everywhere, and whether anything broke.
std::string verification_headline(const Verification& verification);

/// Why a test has no result now: "skipped now".
std::string not_run_words(NotRun why);

/// What became of a problem on one side, without the side's name: "gone", "still there (fails in 2 of 2 sessions)".
std::string standing_words(const StandingOnSide& standing);

/// Whether the fix follows the cause, as a sentence; "" if there is nothing to say.
std::string undone_words(const VerifiedProblem& problem);

/// What a test does that is no problem of the run and fails now.
std::string new_failure_words(const BrokenTest& broken);

/// Why the whole selection of a side did not run to its end; "" if it did.
std::string early_end_words(const VerifiedSide& side);

/// What is not as it was in the run: "packages httpx: 0.28.1, now 0.27.2".
std::string moved_words(const MovedDelta& moved);

/// For people at a terminal.
std::string verification_text(const Verification& verification, const Secrets& secrets, const TextOptions& options);

/// One JSON document, described by docs/verify.schema.json.
std::string verification_json(const Verification& verification, const Secrets& secrets);

}  // namespace testskew::report
