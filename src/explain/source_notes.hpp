#pragma once
#include <filesystem>

#include "explain/notes.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// Adds to Cause::api the notes that fit only by the project's own files. There are two cases. The call may stand on a
/// later line of the statement that failed. If nothing else explains a cluster, a note that names only code (no types
/// and no message) fits if the code is in a file through which the failure went. Clusters of one problem get the same.
void explain_from_files(const std::filesystem::path& project, const Comparison& comparison, Attribution& attribution,
                        const std::vector<Note>& notes = explain::notes());

}  // namespace testskew::explain
