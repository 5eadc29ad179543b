#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "process/preparation.hpp"

namespace testskew::process {

/// What a guard has to start. It travels from the program to the guard as bytes, not in argv or the environ, where
/// other processes of the machine could read it.
struct GuardTask {
    std::vector<std::string> argv;
    std::map<std::string, std::string> environ;
    std::filesystem::path directory;
    Entrance entrance;
    HostChanges host;
    bool terminal = false;     ///< standard input is a pseudo-terminal that becomes the controlling one
    bool own_streams = false;  ///< the child has the program's own streams and stays in its session
};

std::string to_bytes(const GuardTask& task);

/// The task in the bytes that to_bytes() gave. Throws nlohmann::json::exception for any others.
GuardTask task_from(std::string_view bytes);

}  // namespace testskew::process
