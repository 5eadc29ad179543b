#pragma once
#include <filesystem>
#include <vector>

#include "cli/ci_legs.hpp"
#include "cli/options.hpp"

namespace testskew::cli {

/// Compares each failed leg in which tests failed with the leg that is nearest to it among those in which these tests
/// pass; recordings that were given as good come before all others.
std::vector<CiComparison> compare_legs(const std::vector<ReadLeg>& legs, const std::filesystem::path& project);

/// Looks for causes: sets both legs of a comparison up on this machine and does what `testskew run` does, one
/// comparison after the other, until --budget is used up. A leg whose failures were all explained in an earlier
/// comparison is left alone. Where a leg cannot be set up, or its failures do not come here, the comparison stays as it
/// is and says why. Throws only Interrupted.
void attribute_legs(const Options& options, const std::vector<ReadLeg>& legs, std::vector<CiComparison>& comparisons);

/// Adds what all legs together say of each problem: where its tests pass, and what separates these legs from those in
/// which it shows.
void look_across(const std::vector<ReadLeg>& legs, CiReport& report);

}  // namespace testskew::cli
