#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>

namespace testskew::profile {

/// The records that say how a session of a leg was set up: the first of each kind.
struct LegHead {
    nlohmann::json session, facts;
    int sessions = 1;  ///< how many sessions of pytest the file has
};

/// Reads what a recording says of one of its sessions, from 1 on, up to its `facts` record, which stands before its
/// tests. Throws Error (usage) if the file cannot be read, is no recording, or has no such session.
LegHead read_leg_head(const std::filesystem::path& path, int session);

}  // namespace testskew::profile
