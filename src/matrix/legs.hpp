#pragma once
#include <vector>

#include "matrix/facts.hpp"

namespace testskew::matrix {

/// The legs that recordings were made of, in the order of the table.
struct Legs {
    std::vector<MatrixLeg> legs;
    std::vector<std::vector<std::size_t>> runs;  ///< of each leg: numbers of MatrixInput::runs
    std::vector<Column> columns;                 ///< with a rank for each leg, and only those in which legs differ
    std::vector<MatrixGroup> groups;
    std::string commit;
    int commits = 1;
    std::vector<MatrixColumn> apart;  ///< in what legs of the same name and commit differ
    std::size_t apart_names = 0;
};

/// Puts recordings of one commit that agree in every fact that makes a leg into one leg. Evidence are the legs of the
/// commit that most legs are of, the latest of several; of these, those in which tests came to a result.
Legs legs_of(const std::vector<MatrixRun>& runs);

}  // namespace testskew::matrix
