#pragma once
#include <string>
#include <vector>

namespace testskew::cli {

/// The names of the legs that a plan has, in its order: the file holds what `testskew plan` printed, which is also the
/// value of a workflow's `strategy.matrix`: {"include": [{"leg": "py3.11", ...}, ...]}. Throws Error (exit code 2) if
/// it cannot be read, or has no legs.
std::vector<std::string> planned_legs(const std::string& file);

}  // namespace testskew::cli
