#pragma once
#include <string>
#include <vector>

#include "investigation/base.hpp"

namespace testskew::investigation {

/// A session that runs everything that a side runs.
runner::SessionSpec whole_session(const sides::Side& side, SideName which, Phase phase);

/// Such a session of each side, the bad one first.
std::vector<runner::SessionSpec> whole_on_both(const sides::SidePair& sides, Phase phase);

/// One session for each side that runs only these failing tests. The bad side's session is the first.
std::vector<runner::SessionSpec> alone_on_both(runner::SessionRunner& runner, const sides::SidePair& sides,
                                               const Base& base, const std::vector<std::string>& ids, Phase phase);

/// As many of the ids as a command line holds. `what` names them in a note, which `base` gets if some are left out.
std::vector<std::string> capped(const std::vector<std::string>& ids, const std::string& what, Base& base);

}  // namespace testskew::investigation
