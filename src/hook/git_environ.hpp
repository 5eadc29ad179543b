#pragma once
#include <map>
#include <string>

namespace testskew::hook {

/// The variables for a git that is to look at the repository around its folder with the user's own configuration. git
/// sets GIT_DIR, GIT_INDEX_FILE and others for its hooks; they would lead children to the repository that is pushed.
/// Of the variables GIT_* only those stay that say how to reach servers and which settings count: the list of
/// pre-commit (pre_commit/git.py, no_git_env) and GIT_CONFIG_GLOBAL.
std::map<std::string, std::string> environ_for_git(std::map<std::string, std::string> variables);

}  // namespace testskew::hook
