#pragma once
#include <string>

#include "model/attribution.hpp"

namespace testskew::report {

/// The words for what a module or test did: "puts a MagicMock into sys.modules['app.store'] when it is collected",
/// "changes the working directory in test_export".
std::string deed_words(const CauseDeed& deed);

/// The words for what is done at a place. The line that did it is added if it is in another file. Empty if nothing is
/// known to be done there.
std::string deed_words(const CausePlace& place);

/// The place as "tests/test_p.py:9", or as the path alone if no line is known.
std::string spot(const CausePlace& place);

/// The place as spot() gives it, followed by what is done there if that is known.
std::string place_words(const CausePlace& place);

/// True if what is done at the place concerns something with this name.
bool speaks_of(const CausePlace& place, const std::string& name);

}  // namespace testskew::report
