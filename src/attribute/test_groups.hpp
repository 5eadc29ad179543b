#pragma once
#include <vector>

#include "attribute/knowledge.hpp"
#include "attribute/wanted.hpp"

namespace testskew::attribute {

/// The clusters, split if their tests behave differently again and again. Tests of which one hybrid gave two results
/// are a flaky group of their own. Wants the sessions that tell "again" from "once".
std::vector<TestGroup> groups_of(const Question& question, const Log& log, std::size_t entries, bool skip_side_by_side,
                                 Wanted& wanted);

}  // namespace testskew::attribute
