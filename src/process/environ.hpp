#pragma once
#include <map>
#include <string>

namespace testskew::process {

/// The variables of this process as an environ for children, without those that begin with GIT_, which would lead git
/// to another repository.
std::map<std::string, std::string> environ_without_git();

}  // namespace testskew::process
