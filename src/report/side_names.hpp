#pragma once
#include <string>

namespace testskew::report {

/// What the two sides are called in a sentence.
struct SideNames {
    std::string bad = "the bad side", good = "the good side";
};

}  // namespace testskew::report
