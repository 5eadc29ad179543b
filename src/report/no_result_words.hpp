#pragma once
#include <string>

#include "model/comparison.hpp"

namespace testskew::report {

/// Why one side has no result of its own for the tests of a cluster: "local never ran these tests; run there on their
/// own, they pass". "" if there is nothing to say.
std::string no_result_words(const Cluster& cluster);

}  // namespace testskew::report
