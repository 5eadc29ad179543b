#include "model/matrix.hpp"

#include <algorithm>

namespace testskew {

bool MatrixRun::empty() const {
    const bool ran = std::any_of(outcomes.begin(), outcomes.end(),
                                 [](RunOutcome one) { return one == RunOutcome::passed || one == RunOutcome::failed; });
    return !ran && failed_nodes.empty();
}

}  // namespace testskew
