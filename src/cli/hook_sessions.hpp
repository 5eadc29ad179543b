#pragma once
#include <filesystem>
#include <string>

#include "cli/deadline.hpp"
#include "hook/result.hpp"
#include "laboratory/laboratory.hpp"
#include "profile/project.hpp"
#include "util/secrets.hpp"

namespace testskew::cli {

/// What a session says of a profile. A session of a part (`whole` is false) can fail, but never pass for all. `budget`
/// is for people: "60 s".
void take_session(const runner::SessionOutcome& outcome, bool whole, const std::string& budget, const Secrets& secrets,
                  hook::ProfileCheck& result);

/// Runs the tests that failed in `failing` on the good side, as far as time is left, and says in what the two differ.
/// What cannot be had of the good side is left out: the push is stopped anyway.
hook::OtherSide other_side(const profile::Project& project, const std::string& good,
                           const std::filesystem::path& original, const Recording& failing,
                           laboratory::Laboratory& laboratory, const Deadline& deadline);

}  // namespace testskew::cli
