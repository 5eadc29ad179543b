#pragma once
#include <string>

namespace testskew::report {

/// The names of the two sides in a sentence.
struct SideNames {
    std::string bad = "the bad side", good = "the good side";
    bool both_fail = false;  ///< the good side fails, too, in another way
};

}  // namespace testskew::report
