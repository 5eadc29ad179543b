#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "process/preparation.hpp"

namespace testskew::environment {

/// How environments are resolved and built.
struct BuildOptions {
    bool offline = false;  ///< never use the network
    bool refresh = false;  ///< resolve again, even if a resolution is kept
    int copy = 0;          ///< if not 0: an environment of the same content, but of its own, in another place
    std::chrono::milliseconds timeout{0};  ///< of each run of uv, with what it compiles; 0: none
    std::filesystem::path project;         ///< the project as uv is to see it: its uv settings count. Empty: none
    process::Entrance entrance;            ///< the workspace of children that may execute the project's build backend
};

/// Told what is being done, in a word or two: "resolve", "install 31 packages".
using Progress = std::function<void(const std::string&)>;

}  // namespace testskew::environment
