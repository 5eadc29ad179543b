#pragma once
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// "flaky: the same session gave different results", "which release of httpx was the first to fail is not known: ...".
std::string caveat_words(const Caveat& caveat, const SideNames& names);

/// All caveats of a cluster as one sentence; "" if there are none. Without the names of the sides they are called the
/// bad and the good one.
std::string caveat_words(const std::vector<Caveat>& caveats, const SideNames& names = {});

/// What was in the way: "the budget is spent", "1.1 and 1.2 in between could not be tried".
std::string obstacle_words(const Obstacle& obstacle);

}  // namespace testskew::report
