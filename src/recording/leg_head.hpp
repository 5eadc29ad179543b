#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace testskew::recording {

/// What the first record of a leg's recording says of the leg as a whole (docs/legs.md).
struct LegHead {
    std::string name, started;
    int status = 0;  ///< of its command
    int signal = 0;  ///< that ended its command; 0 if none did
    int sessions = 0;
    double seconds = 0;
};

/// The head of a leg's recording; nullopt if the file cannot be read or is no recording of a leg.
std::optional<LegHead> read_leg_head(const std::filesystem::path& path);

}  // namespace testskew::recording
