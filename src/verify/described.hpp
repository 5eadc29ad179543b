#pragma once
#include "verify/verify.hpp"

namespace testskew::verify {

/// What the whole selection of a side came to, and what besides the files is not as it was in the run.
VerifiedSide described(const Checked& checked, const Recording& recording);

}  // namespace testskew::verify
