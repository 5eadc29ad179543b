#pragma once
#include <string>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// One sentence that says how the two sides differ in a delta: "a.ini is missing in ci".
std::string delta_words(const CauseDelta& delta, const SideNames& names);

/// True if the sentence of delta_words() contains the delta's own name.
bool words_name(const CauseDelta& delta);

}  // namespace testskew::report
