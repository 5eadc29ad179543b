#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "hook/hook_file.hpp"

namespace testskew::hook {

/// What install() did.
enum class Installing {
    installed,
    renewed,
    unchanged,
    edited,  ///< somebody has changed the lines of the call: all but the paths in them stayed as they are
};

/// Puts the call of testskew into `folder`/pre-push, and keeps the hook that is there. A second time it only renews the
/// call. `call` names the program and the project; the rest is filled in. Throws Error (usage) if the hook cannot be
/// kept, and (exit code 4) if a file cannot be written.
Installing install(const std::filesystem::path& folder, Call& call);

/// What uninstall() did.
enum class Uninstalling { nothing_there, removed, restored };

/// Takes the call out again. What was there before is byte for byte what it was, with its mode; what others have
/// written into the file meanwhile stays. Throws Error (usage) if the hook that was kept is gone, or would overwrite
/// what others have written.
Uninstalling uninstall(const std::filesystem::path& folder);

/// The call in `folder`/pre-push; nullopt if there is none.
std::optional<Call> installed_call(const std::filesystem::path& folder);

/// True if `folder`/pre-push is a hook of somebody else, alone or around the call.
bool other_hook(const std::filesystem::path& folder);

}  // namespace testskew::hook
