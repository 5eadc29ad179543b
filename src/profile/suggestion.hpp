#pragma once
#include <string>
#include <vector>

#include "util/text.hpp"

namespace testskew::profile {

/// What follows in a message after a name that is unknown: `: did you mean "docs"?`, or "" if no candidate is near.
inline std::string suggestion(const std::string& name, const std::vector<std::string>& candidates) {
    const std::string near = nearest(name, candidates);
    return near.empty() ? "" : ": did you mean \"" + near + "\"?";
}

}  // namespace testskew::profile
