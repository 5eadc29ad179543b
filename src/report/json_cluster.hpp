#pragma once
#include <vector>

#include "report/facts.hpp"
#include "report/json_parts.hpp"

namespace testskew::report {

/// One element of `clusters` in report.json. `all` are the problems of the report, of which it may be a part.
OrderedJson cluster_json(const Report& report, const Cluster& cluster, const std::vector<Problem>& all);

}  // namespace testskew::report
