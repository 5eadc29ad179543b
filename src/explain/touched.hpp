#pragma once
#include "explain/notes.hpp"
#include "explain/symptoms.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// Adds the lines of the project at which a shown cause meets the failure, where a traced session has seen it: of a
/// umask the lines that made files with another mode on each side, and of setup commands the lines that looked for
/// a file in vain on the failing side only. That file is added to Cause::files as well.
void add_touched_places(Attribution& attribution, const Comparison& comparison);

/// The places of the code that an explanation by a note tells of, if the note was matched by the project's files alone
/// and the code is not on a line that failed.
std::vector<CausePlace> places_of_code(const std::vector<CauseApi>& found, const Cluster& cluster,
                                       const ReadSource& read, const std::vector<Note>& notes);

}  // namespace testskew::explain
