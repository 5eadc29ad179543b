#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "process/preparation.hpp"

namespace testskew::environment {

/// How environments are resolved and built.
struct BuildOptions {
    bool offline = false;  ///< The network is never used.
    bool refresh = false;  ///< Everything is resolved again, even if a resolution is kept.
    int copy = 0;  ///< If this is not 0, the environment has the same content but is another one, in another place.
    /// No file is shared with uv's cache or with another environment. It is so where sessions cannot be kept from
    /// changing what they use, which is where there are no overlays.
    bool own_files = false;
    /// The time-out of each run of uv, including what it compiles; 0 means none.
    std::chrono::milliseconds timeout{0};
    /// The project as uv is to see it, because its settings for uv count. If it is empty, there is none.
    std::filesystem::path project;
    process::Entrance entrance;  ///< The workspace of children that may run the project's build backend.
};

/// This is told what is being done, in a word or two: "resolve", "install 31 packages".
using Progress = std::function<void(const std::string&)>;

}  // namespace testskew::environment
