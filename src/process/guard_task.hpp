#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "process/preparation.hpp"

namespace testskew::process {

/// The program that a guard has to start. The task travels from the program to the guard as bytes. It is not in argv or
/// in the environ, because other processes of the machine could read it there.
struct GuardTask {
    std::vector<std::string> argv;
    std::map<std::string, std::string> environ;
    std::filesystem::path directory;
    Entrance entrance;
    std::optional<Sandbox> sandbox;
    HostChanges host;
    bool terminal = false;     ///< Standard input is a pseudo-terminal that becomes the controlling one.
    bool own_streams = false;  ///< The child has the program's own streams and stays in its session.
};

std::string to_bytes(const GuardTask& task);

/// Returns the task of the bytes that to_bytes() gave. Throws nlohmann::json::exception for any other bytes.
GuardTask task_from(std::string_view bytes);

}  // namespace testskew::process
