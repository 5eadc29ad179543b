#pragma once
#include <vector>

#include "attribute/knowledge.hpp"
#include "attribute/wanted.hpp"

namespace testskew::attribute {

/// Returns the clusters, split where their tests repeatedly behave differently. Tests that gave two results in one
/// hybrid form a flaky group of their own. Wants the sessions that show whether a difference repeats.
std::vector<TestGroup> groups_of(const Question& question, const Log& log, std::size_t entries, bool skip_side_by_side,
                                 Wanted& wanted);

}  // namespace testskew::attribute
