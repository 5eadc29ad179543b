#pragma once
#include <string_view>
#include <vector>

namespace testskew {

/// Compares releases: -1, 0, 1. Numbers of the release, then pre-releases before it, post-releases after it (PEP 440,
/// without local parts).
int compare_versions(std::string_view a, std::string_view b);

/// The numbers of a release, without zeros at the end: {3, 13} of "3.13.0rc1".
std::vector<long> release_numbers(std::string_view version);

}  // namespace testskew
