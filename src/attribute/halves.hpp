#pragma once
#include <vector>

#include "attribute/random.hpp"
#include "attribute/search.hpp"

namespace testskew::attribute {

/// Narrows down the single causes of all clusters at once from all results so far, by halving as in group testing.
/// Wants the next halves and throws Pending. Returns once no cluster has more than one candidate, or if the `asked`
/// sessions so far are more than single causes should take.
void shared_halves(const std::vector<SearchContext>& clusters, Random random, int asked);

}  // namespace testskew::attribute
