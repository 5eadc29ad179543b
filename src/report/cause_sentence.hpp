#pragma once
#include <string>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// The sentence that says what the failure follows. Several deltas of one set are needed together; of several sets each
/// is enough. Places that all do the same are said once.
std::string cause_sentence(const Cause& cause, const SideNames& names);

/// True if that sentence names the deltas of all sets and tells how they belong together.
bool sentence_tells_sets(const Cause& cause);

/// The deltas that bring a failure behind this one: "jinja2, markupsafe".
std::string layer_words(const CauseLayer& layer);

/// One delta in a sentence, with what was found inside it.
std::string found_words(const Cause& cause, const CauseDelta& delta, const SideNames& names);

}  // namespace testskew::report
