#pragma once
#include <vector>

#include "model/matrix.hpp"

namespace testskew::matrix {

/// Failures with one fingerprint: their tests and nodes, by number.
struct Failures {
    std::uint32_t failure = 0;
    std::vector<std::uint32_t> tests, nodes;
};

/// The failures of all runs, in the order of their numbers.
std::vector<Failures> failures_of(const MatrixInput& input);

/// What came of these tests in one leg, which has these runs.
MatrixCell cell(const MatrixInput& input, const Failures& failures, const std::vector<std::size_t>& runs);

}  // namespace testskew::matrix
