#pragma once
#include "matrix/describe.hpp"
#include "model/matrix.hpp"

namespace testskew::matrix {

/// Makes the table: the legs, the failures, in which legs they show, and the shortest descriptions of these legs. A
/// leg that fails in some of its recordings only, one in which the tests did not run or failed in another way, and one
/// of another commit is in the table, and is no evidence. `strict`: tests that run in one leg and are skipped in
/// another one count for the exit code.
MatrixReport analyse(const MatrixInput& input, bool strict = false, const SearchLimits& limits = {});

}  // namespace testskew::matrix
