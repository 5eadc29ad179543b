#pragma once
#include <optional>

#include "model/profile.hpp"
#include "process/preparation.hpp"

namespace testskew::session {

/// What a child has to change for these settings. Names are looked up here and now: throws Error for an unknown limit
/// or user, or for a user that only root could become.
process::HostChanges host_changes(const HostSettings& host);

/// The user that `host` asks for; nullopt if it is our own. Throws Error like host_changes().
std::optional<process::HostUser> other_user(const HostSettings& host);

}  // namespace testskew::session
