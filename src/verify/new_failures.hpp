#pragma once
#include <vector>

#include "verify/sessions.hpp"

namespace testskew::verify {

/// The tests that fail now, did not fail in the run and belong to no problem of it. Each is run again, with the change
/// and without it. The whole selection of each side must have run.
std::vector<BrokenTest> new_failures(const Question& question, Sessions& sessions);

}  // namespace testskew::verify
