#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "explain/notes.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// The text of a file of the project, by its path as a recording has it; nullopt where it cannot be read.
using ReadSource = std::function<std::optional<std::string>(const std::string& path)>;

/// What the notes are held against, of one cluster: its failure together with the place at which the two runs part,
/// the failure of the good side, and each exception that only the bad side swallowed. With `read` the lines of the
/// project's frames are whole statements.
std::vector<Symptom> symptoms_of(const Cluster& cluster, const ReadSource& read = {});

/// The failure of a cluster with, instead of the lines that failed, all lines of the project's files that it went
/// through below the test, or parted in. For notes whose code is sign enough wherever it stands.
Symptom surroundings_of(const Cluster& cluster, const ReadSource& read);

}  // namespace testskew::explain
