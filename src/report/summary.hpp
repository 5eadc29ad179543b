#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "util/secrets.hpp"

namespace testskew::report {

/// GitHub shows a summary of up to 1 MiB for one step and drops a longer one altogether.
constexpr std::size_t summary_budget = 900'000;

/// The job summary as Markdown: which legs failed, the problems as a table, and each of them with what was found out.
/// It has at most `most` bytes: what is too much is left out from the end, first the details of problems, then whole
/// lines of the tables, and that is said. "" if no leg failed, as a summary of every green run is of no use.
std::string summary(const CiReport& report, const Secrets& secrets, std::size_t most = summary_budget);

}  // namespace testskew::report
