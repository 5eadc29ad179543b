#pragma once
#include <string>
#include <utility>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// Why a factor has its verdict, as one clause. `caveats`: of the cluster.
std::string reason_words(const Verdict& verdict, const std::vector<Caveat>& caveats);

/// "12 sessions in 12 distinct environments agree", "" if none was confirming.
std::string agreement(const Cause& cause);

/// The factors that are not the cause: ("ruled out", "environ, packages"), ("untestable", "host: ..."). Only if
/// `verbose`, also one in which nothing differs but what environments are seeded with.
std::vector<std::pair<std::string, std::string>> other_verdicts(const Report& report, const Problem& problem,
                                                                bool verbose);

}  // namespace testskew::report
