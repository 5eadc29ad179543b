#pragma once
#include <string>

#include "compare/index.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::compare {

/// The result of one test of a cluster in one session, decided in this order: F the same fingerprint, in any phase,
/// collection included (and, for a cluster of whole sessions, the same failure of the session); X any other failure of
/// that test or of its module's collection; P its body ran and passed, xfailed or xpassed; U everything else. The exit
/// status says nothing.
CellResult classify(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index);

/// The same for one question; for many, make the index once.
CellResult classify(const Cluster& cluster, const std::string& test_id, const Recording& recording);

}  // namespace testskew::compare
