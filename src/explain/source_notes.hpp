#pragma once
#include <filesystem>

#include "explain/explain.hpp"
#include "explain/notes.hpp"
#include "explain/symptoms.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// The versions of Python of the two sides ("3.11.7", or "3.11" if no more is known; "" if even that is not known).
struct PythonPair {
    std::string bad, good;
};

/// Explains one cluster by the names that its failure used, by the notes, and by the project's files where nothing else
/// says anything. `read` may be empty.
std::vector<CauseApi> explain_with_files(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries,
                                         const PythonPair& python, const ReadSource& read,
                                         const std::vector<Note>& notes = explain::notes());

/// Adds to Cause::api the notes that fit only by the project's own files. There are two cases. The call may stand on a
/// later line of the statement that failed. If nothing else explains a cluster, a note that names only code (no types
/// and no message) fits if the code is in a file through which the failure went. Clusters of one problem get the same.
void explain_from_files(const std::filesystem::path& project, const Comparison& comparison, Attribution& attribution,
                        const std::vector<Note>& notes = explain::notes());

}  // namespace testskew::explain
