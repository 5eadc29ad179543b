#pragma once

namespace testskew::process {

/// Tries an overlay before one is relied on. A child that has entered the overlay runs it: it makes the file `created`,
/// which must not be seen outside, and renames the folder `from` to `to`, which not every overlay allows. It prints
/// "renamed" if that worked. Returns the exit status, which is 1, with the reason on standard error, if not even the
/// file could be made.
int overlay_trial(const char* created, const char* from, const char* to);

}  // namespace testskew::process
