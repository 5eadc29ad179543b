#pragma once
#include <string>
#include <vector>

#include "investigation/base.hpp"

namespace testskew::investigation {

/// A session of a whole side, as it is.
runner::SessionSpec whole_session(const sides::Side& side, SideName which, Phase phase);

/// The failing tests of both sides alone, one session each: the bad side's first.
std::vector<runner::SessionSpec> alone_on_both(runner::SessionRunner& runner, const sides::SidePair& sides,
                                               const Base& base, const std::vector<std::string>& ids, Phase phase);

/// As many of the ids as a command line holds. `what` is what they are, for a note if some are left out.
std::vector<std::string> capped(const std::vector<std::string>& ids, const std::string& what, Base& base);

}  // namespace testskew::investigation
