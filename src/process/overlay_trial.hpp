#pragma once

namespace testskew::process {

/// What is tried in an overlay before one is relied on, by a child that has entered it: makes the file `created`, which
/// must not be seen outside, and renames the folder `from` to `to`, which not every overlay allows. Prints "renamed"
/// if that worked. Gives the exit status: 1, with the reason on standard error, if not even the file could be made.
int overlay_trial(const char* created, const char* from, const char* to);

}  // namespace testskew::process
