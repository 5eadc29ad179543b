#pragma once
#include <string>
#include <utility>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// Why a factor has its verdict, as one clause. `caveats` are those of the cluster.
std::string reason_words(const Verdict& verdict, const std::vector<Caveat>& caveats);

/// How many confirming sessions agree: "12 sessions in 12 different mixes of the two sides agree". It is empty if no
/// session was a confirming one.
std::string agreement(const Cause& cause);

/// The factors that are not the cause, by verdict: ("ruled out", "environ, packages"), ("untestable", "host: ...").
/// Without `verbose`, a factor that is_told() leaves out is missing here.
std::vector<std::pair<std::string, std::string>> other_verdicts(const Report& report, const Problem& problem,
                                                                bool verbose);

}  // namespace testskew::report
