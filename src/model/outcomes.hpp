#pragma once
#include <string>
#include <utility>
#include <vector>

#include "model/recording.hpp"

namespace testskew {

/// How many tests ended with each outcome, in the order in which reports list them. None of the counts is 0.
using OutcomeCounts = std::vector<std::pair<Outcome, int>>;

/// What is counted, and in which order.
enum class CountedAs {
    pytest,          ///< failed and passed come first; what could not be collected counts as an error, as in pytest
    failures_first,  ///< all outcomes that are failures come first; only tests are counted
};

/// The counts of a session.
OutcomeCounts counts_of(const Recording& recording, CountedAs as);

/// Whether a test with this outcome has failed: by itself, in its set-up, or because its process died.
bool is_failure(Outcome outcome);

/// Why pytest skipped a test; "" if pytest did not skip it or gave no reason.
std::string skip_reason(const TestRecord& test);

/// The counts in words, such as "31 failed, 14 passed"; "no tests" if there are none.
std::string counts_line(const OutcomeCounts& counts);

}  // namespace testskew
