#pragma once
#include <filesystem>

#include "explain/notes.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// The notes that only the project's own files show to fit: the call stands on a later line of the statement that
/// failed; or, where nothing else explains a cluster, a note that asks for nothing but its code (no types, no message)
/// has it in a file that the failure went through. Added to Cause::api; clusters of one problem get the same.
void explain_from_files(const std::filesystem::path& project, const Comparison& comparison, Attribution& attribution,
                        const std::vector<Note>& notes = explain::notes());

}  // namespace testskew::explain
