#pragma once
#include <string>

#include "model/matrix.hpp"

/// What is said of legs by the values that they have.
namespace testskew::report {

/// The name of a thing in a condition: "numpy", "pytest's arguments".
std::string thing_words(const MatrixCondition& condition);
/// "python 3.13", "numpy >= 2.3", "TZ not set".
std::string condition_words(const MatrixCondition& condition);
/// "python 3.13 and numpy >= 2.3", "python 3.13, or numpy >= 2.3".
std::string description_words(const MatrixDescription& description);

}  // namespace testskew::report
