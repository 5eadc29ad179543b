#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "util/secrets.hpp"

/// What a step of GitHub Actions prints and writes (workflow commands, as actions/toolkit's command.ts has them).
namespace testskew::report {

/// GitHub shows ten annotations of a kind for one step and drops the others without a word.
constexpr std::size_t most_annotations = 10;

/// The annotations: one line "::error file=...::..." for each problem, proven ones first, and for each leg that failed
/// without a failing test; a warning for flaky problems and for recordings that could not be used. At most
/// most_annotations, of which the last one says how many more there are.
std::string annotations(const CiReport& report, const Secrets& secrets);

/// A single warning.
std::string warning_annotation(const std::string& message);

/// A text between lines that stop GitHub from reading commands in it, as tested programs may have printed some.
/// `token` must not be guessable.
std::string guarded(const std::string& text, const std::string& token);

/// Lines for $GITHUB_OUTPUT: failed-legs, problems, proven, exit-code.
std::string step_outputs(const CiReport& report, const Secrets& secrets);

}  // namespace testskew::report
