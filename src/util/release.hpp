#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// Compares two releases as PEP 440 orders them, without their local parts: -1, 0 or 1. Pre-releases come before the
/// release of the same numbers, and post-releases after it.
int compare_versions(std::string_view a, std::string_view b);

/// The numbers of a release, without zeros at the end: {3, 13} of "3.13.0rc1".
std::vector<long> release_numbers(std::string_view version);

/// The first two numbers of a version of Python: "3.11" of "3.11.7".
std::string minor_of(std::string_view version);

}  // namespace testskew
