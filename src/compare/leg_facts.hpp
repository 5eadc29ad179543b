#pragma once
#include <vector>

#include "model/matrix.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// What a session was like, as facts that can be compared with those of other sessions. What differs between any two
/// sessions, what belongs to one run of a CI and what only names a leg is left out.
std::vector<LegFact> leg_facts(const Recording& recording);

}  // namespace testskew::compare
