#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// Writes these failures as Markdown: each error with its place and what was seen with it, what was found out about the
/// problem if there is one, and, folded away, the tracebacks and the tests.
void failures_markdown(std::string& out, const Report& report, const std::vector<const Cluster*>& clusters,
                       const Problem* problem);

/// What is known of a problem, for its heading: "proven: interpreter", "flaky", "unproven", "not tested".
std::string verdict_title(const Report& report, const Problem& problem);

/// The word of a table for what is known of a problem: "**proven**", "flaky", "unproven", "not tested".
std::string verdict_word(const Report& report, const Problem& problem);

/// What a problem was shown to follow: "interpreter + packages"; "" if nothing was shown.
std::string followed_factors(const Problem& problem);

}  // namespace testskew::report
