#pragma once
#include <optional>
#include <string>

#include "process/preparation.hpp"

namespace testskew::session {

/// Looks a user of this machine up by its name or number, with its groups. Returns nullopt if `id` does not know it.
///
/// The program `id` is asked, and not getpwnam(): where the users come from is for the C library of the system to know,
/// and a program that is linked statically cannot load that part of it.
std::optional<process::HostUser> system_user(const std::string& name);

}  // namespace testskew::session
