#pragma once
#include <string>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// The sentence that says what the failure follows. The deltas of one set are needed together; if there are several
/// sets, each of them is enough. Places that all do the same thing are joined, so that it is said once.
std::string cause_sentence(const Cause& cause, const SideNames& names);

/// True if cause_sentence() names the deltas of all sets and says how they belong together.
bool sentence_tells_sets(const Cause& cause);

/// The deltas that bring a failure behind this one: "jinja2, markupsafe".
std::string layer_words(const CauseLayer& layer);

/// The words for one delta, with what was found out about its inside.
std::string found_words(const Cause& cause, const CauseDelta& delta, const SideNames& names);

}  // namespace testskew::report
