#pragma once
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// The words for one caveat: "flaky: the same session gave different results", "which release of httpx was the first to
/// fail is not known: ...".
std::string caveat_words(const Caveat& caveat, const SideNames& names);

/// All caveats of a cluster as one sentence; empty if there are none. Without `names` the sides are called "the bad
/// side" and "the good side".
std::string caveat_words(const std::vector<Caveat>& caveats, const SideNames& names = {});

/// The words for what was in the way: "the budget is spent", "1.1 and 1.2 in between could not be tried".
std::string obstacle_words(const Obstacle& obstacle);

}  // namespace testskew::report
