#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "process/preparation.hpp"

/// A sandbox that lets a child, and everything that it starts, write in some folders only (Landlock of the Linux
/// kernel, https://docs.kernel.org/userspace-api/landlock.html). Reading stays free.
namespace testskew::process {

/// Returns the version of Landlock's interface that the kernel offers; 0 if it offers none, or if this program was
/// built without it.
int landlock_version();

/// Returns why this kernel cannot keep children in a sandbox, in one line; "" if it can.
std::string sandbox_refused();

/// The same for a kernel that offers this version.
std::string sandbox_refused(int version);

/// Returns Landlock's bits for everything that writes, makes, moves or removes, as far as this version knows them.
std::uint64_t writing_rights(int version);

/// Returns the devices and folders that any program may have to write to, whatever its sandbox: /dev/null, terminals,
/// /dev/shm, in which locks between processes are made. Some may not exist.
const std::vector<std::filesystem::path>& always_writable();

/// Puts the calling process, a child before exec, into the sandbox for good. What does not exist is left out. Throws
/// std::runtime_error, which says what was refused.
void enter(const Sandbox& sandbox);

}  // namespace testskew::process
