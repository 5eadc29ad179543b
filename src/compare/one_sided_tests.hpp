#pragma once
#include <vector>

#include "compare/index.hpp"
#include "model/comparison.hpp"

namespace testskew::compare {

/// The files of which both sides have tests and one side has more, with how many tests only one side has: a base class
/// that could not be imported there, or parameters that are made up from what is installed. The files with most such
/// tests come first, at most five. A file of which both sides have as many tests of their own (ids that differ from
/// session to session) is left out.
std::vector<OneSidedTests> one_sided_tests(const RecordingIndex& bad, const RecordingIndex& good);

}  // namespace testskew::compare
