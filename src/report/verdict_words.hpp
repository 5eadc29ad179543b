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

/// The factors that are not the cause: ("ruled out", "environ, packages"), ("untestable", "host: ...").
std::vector<std::pair<std::string, std::string>> other_verdicts(const Problem& problem);

}  // namespace testskew::report
