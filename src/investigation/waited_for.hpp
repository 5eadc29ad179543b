#pragma once
#include <optional>
#include <string>
#include <vector>

#include "investigation/base.hpp"

namespace testskew::investigation {

/// The tests that a search asks sessions about, as node ids: those that failed in the base sessions. A session may end
/// once they have run (SessionSpec::until). It is empty if all failures are those of collecting. nullopt means that
/// sessions have to run to their end: if one failed as a whole, if there are too many such tests, or if a test was
/// reported under another name than the one under which it was selected.
std::optional<std::vector<std::string>> waited_for(const Base& base);

/// How many tests of a session, from the first one on, began until all those that are waited for had.
std::size_t tests_until(const Recording& recording, const std::optional<std::vector<std::string>>& waited_for);

/// How long the tests of a session took that began after all those that are waited for.
double seconds_after(const Recording& recording, const std::optional<std::vector<std::string>>& waited_for);

}  // namespace testskew::investigation
