#pragma once
#include <map>
#include <string>

namespace testskew::process {

/// Returns all variables of this process.
std::map<std::string, std::string> own_environ();

/// Returns the variables of this process for children, without those that begin with GIT_, because these would lead git
/// to another repository.
std::map<std::string, std::string> environ_without_git();

}  // namespace testskew::process
