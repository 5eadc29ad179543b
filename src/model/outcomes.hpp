#pragma once
#include <string>
#include <utility>
#include <vector>

#include "model/recording.hpp"

namespace testskew {

/// How many tests ended with each outcome, in the order in which they are told; none of the counts is 0.
using OutcomeCounts = std::vector<std::pair<Outcome, int>>;

/// What is counted, and in which order.
enum class CountedAs {
    pytest,          ///< failed and passed first; what could not be collected counts as an error, as pytest counts it
    failures_first,  ///< all that went wrong comes first; tests alone
};

/// The counts of a session.
OutcomeCounts counts_of(const Recording& recording, CountedAs as);

/// Whether a test that ended so has failed: by itself, in its set-up, or as its process did.
bool is_failure(Outcome outcome);

/// Why pytest skipped a test; "" if it did not, or gave no reason.
std::string skip_reason(const TestRecord& test);

/// "31 failed, 14 passed"; "no tests" if there is nothing to tell.
std::string counts_line(const OutcomeCounts& counts);

}  // namespace testskew
