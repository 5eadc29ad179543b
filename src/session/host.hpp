#pragma once
#include <functional>

#include "model/profile.hpp"

namespace testskew::session {

/// The steps by which a child takes on host settings (umask, limits, processors, user), to be run between fork and exec
/// after the workspace was entered; they throw std::runtime_error. Names are looked up here and now: Error for an
/// unknown limit or user, or a user that only root could become.
std::function<void()> host_steps(const HostSettings& host);

/// The user id that `host` asks for, nullopt where it is our own.
struct UserIdentity {
    unsigned uid = 0, gid = 0;
};
std::optional<UserIdentity> other_user(const HostSettings& host);

}  // namespace testskew::session
