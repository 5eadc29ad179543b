#pragma once
#include <string>

#include "compare/index.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::compare {

/// True if the body of the test ran, and the test did not fail.
bool has_passed(Outcome outcome);

/// The result of one test of a cluster in one session, decided in this order: `fails` if the same fingerprint comes in
/// any phase or in the collection (for a cluster of whole sessions: as the same failure of the session); `other` for
/// any other failure of that test or of its module's collection (or of the session, for a cluster of whole sessions);
/// `passes` if its body ran and passed, xfailed or xpassed; `nothing` for everything else. The exit status is not
/// considered.
CellResult classify(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index);

/// The same for a single question. A caller with many questions should make the index once.
CellResult classify(const Cluster& cluster, const std::string& test_id, const Recording& recording);

/// The same for the search of a cause, which asks for the difference of the two sides: of tests that fail on the good
/// side too, in another way, that other failure counts as `passes`.
CellResult classify_for_cause(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index);

}  // namespace testskew::compare
