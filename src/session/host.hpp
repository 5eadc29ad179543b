#pragma once
#include <optional>

#include "model/profile.hpp"
#include "process/preparation.hpp"

namespace testskew::session {

/// Returns what a child has to change for these settings. Names are looked up now. Throws Error for an unknown limit or
/// user, and for a user that only root could become.
process::HostChanges host_changes(const HostSettings& host);

/// Returns the user that `host` asks for, or nullopt if it is our own user. Throws Error as host_changes() does.
std::optional<process::HostUser> other_user(const HostSettings& host);

}  // namespace testskew::session
