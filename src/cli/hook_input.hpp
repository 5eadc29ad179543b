#pragma once
#include <string>

#include "cli/options.hpp"
#include "hook/push.hpp"

namespace testskew::cli {

/// All that stands on the standard input; "" if it is a terminal. Throws Error (usage) if there is more than any push
/// has: 1 GB.
std::string standard_input();

/// Runs the hook that was there before testskew, if there is one, with the arguments, the variables and the input that
/// git gave. Ends this process as that hook ends, if it fails.
void run_existing_hook(const Options& options, const std::string& input);

/// The push: what git wrote to the input, else what pre-commit says, else, where neither calls, the commit of HEAD.
/// Throws Error (usage) for an input that is none of git's, or that names more than is looked at.
hook::Push push_of(const Options& options, const std::string& input);

}  // namespace testskew::cli
