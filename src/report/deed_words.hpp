#pragma once
#include <string>

#include "model/attribution.hpp"

namespace testskew::report {

/// What was done, for people: "puts a MagicMock into sys.modules['app.store'] when it is collected", "changes the
/// working directory in test_export".
std::string deed_words(const CauseDeed& deed);

/// The same of a place, with the line that did it if that is in another file; "" if nothing is known to be done there.
std::string deed_words(const CausePlace& place);

/// "tests/test_p.py:9", or the path alone if no line is known.
std::string spot(const CausePlace& place);

/// spot() and what is done there, if that is known.
std::string place_words(const CausePlace& place);

/// "x" of "app.store:cache[x]", the name of a piece of state; "" if it has no key.
std::string key_in(const std::string& name);

/// True if what is done there is about something of this name.
bool speaks_of(const CausePlace& place, const std::string& name);

}  // namespace testskew::report
