#pragma once
#include <string>
#include <vector>

#include "model/ci_report.hpp"
#include "report/facts.hpp"
#include "util/secrets.hpp"

/// What every format needs to know of the problems of a CI run.
namespace testskew::report {

/// One problem, told once however many legs it shows in.
struct CiProblem {
    const CiComparison* in = nullptr;  ///< where it is told: in the leg in which most is known of it
    Problem problem;                   ///< of the report of that comparison
    std::vector<std::size_t> legs;     ///< in which it shows

    /// The failure that stands for it.
    const Failure& error() const { return problem.clusters.front()->error; }
    const Cause* cause() const { return problem.found && problem.found->cause ? &*problem.found->cause : nullptr; }
    bool flaky() const { return problem.clusters.front()->kind == ClusterKind::flaky; }
};

/// The problems of all legs: proven ones first, then those with less shown, flaky ones last; those that show in most
/// legs and tests come first among equals. Failures of two legs are one problem if they have the same fingerprint.
std::vector<CiProblem> ci_problems(const CiReport& report);

/// A line of a file, relative to the root of the repository.
struct Anchor {
    std::string path;  ///< "" if no file of the project is known
    int line = 0;      ///< 0 if it is not known
};

/// A path of a recording as part of the repository; "" if it leads elsewhere.
std::string in_repository(const CiReport& report, const std::string& path);

/// Where a reader should look first: the innermost line of the project, else the module of the test.
Anchor anchor(const CiReport& report, const CiProblem& problem);

/// The report without secrets.
CiReport without_secrets(const CiReport& report, const Secrets& secrets);

/// 0 if no leg failed, 1 if legs failed and every problem has a shown cause, else 3.
ExitCode exit_code(const CiReport& report);

}  // namespace testskew::report
