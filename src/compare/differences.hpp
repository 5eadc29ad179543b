#pragma once
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// How the two sessions differed, by factor: interpreter, packages, environ, files, selection, host. What cannot be
/// swapped comes last (`swappable` is false for OS packages, libc and platform). What differs between any two sessions
/// (temporary folders, HOME, what pytest itself sets) is left out. Values of variables are keyed digests. If the two
/// recordings were made under different keys, only the presence of a variable is compared.
std::vector<Difference> differences(const Recording& bad, const Recording& good);

/// True if the two recordings' digests were made under one key, as far as can be told.
bool comparable_digests(const Recording& bad, const Recording& good);

/// The number of variables that both sides have and whose values cannot be compared, because the digests were made
/// under two keys.
int incomparable_variables(const Recording& bad, const Recording& good);

}  // namespace testskew::compare
