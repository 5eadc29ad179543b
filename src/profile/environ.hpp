#pragma once
#include <map>
#include <string>

#include "model/profile.hpp"

namespace testskew::profile {

/// The environ of a session, without the PATH, HOME and TMPDIR that the environment sets later: the inherited variables
/// that docs/profiles.md lists, those that the profile's `inherit` names, then its `environ`. `shell` is the environ
/// that testskew was started with.
std::map<std::string, std::string> environ_of(const Profile& profile, const std::map<std::string, std::string>& shell);

}  // namespace testskew::profile
