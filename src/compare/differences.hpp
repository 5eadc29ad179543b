#pragma once
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// In what the two sessions differed, by factor: interpreter, packages, environ, files, selection, host. Last comes
/// what cannot be swapped (`swappable` false: OS packages, libc, platform). What differs between any two sessions
/// (temporary folders, HOME, what pytest sets itself) is left out. Values of variables are keyed digests; if the two
/// recordings were made under different keys, only presence is compared.
std::vector<Difference> differences(const Recording& bad, const Recording& good);

/// True if the two recordings' digests were made under one key, as far as can be told.
bool comparable_digests(const Recording& bad, const Recording& good);

/// How many variables both sides have whose values cannot be compared, as the digests were made under two keys.
int incomparable_variables(const Recording& bad, const Recording& good);

}  // namespace testskew::compare
