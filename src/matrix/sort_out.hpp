#pragma once
#include <string>
#include <vector>

#include "model/matrix.hpp"

namespace testskew::matrix {

/// A recording that is not in the table, and why.
struct LeftOut {
    std::string file;
    std::string same_as;  ///< of a copy: the file of the other one
};

/// Takes out recordings that are there twice, as copies.
std::vector<LeftOut> leave_out_copies(MatrixInput& input);

/// Takes out recordings of another project: those that have neither a test file nor the commit in common with any other
/// one.
std::vector<LeftOut> leave_out_strangers(MatrixInput& input);

}  // namespace testskew::matrix
