#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "explain/notes.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// The text of a file of the project, by its path as a recording has it; nullopt if it cannot be read.
using ReadSource = std::function<std::optional<std::string>(const std::string& path)>;

/// What one cluster has to be compared with the notes: its failure together with the place at which the two runs
/// diverge, the failure of the good side, and each exception that only the bad side swallowed. With `read` the lines of
/// the project's frames are whole statements.
std::vector<Symptom> symptoms_of(const Cluster& cluster, const ReadSource& read = {});

/// The failure of a cluster with other source lines: instead of the lines that failed, it has all lines of the
/// project's files through which the failure went below the test, or in which the runs diverge. This is for notes whose
/// code is evidence wherever it stands.
Symptom surroundings_of(const Cluster& cluster, const ReadSource& read);

}  // namespace testskew::explain
