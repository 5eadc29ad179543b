#pragma once
#include <string>
#include <vector>

namespace testskew::cli {

/// One line of `doctor`.
struct Check {
    std::string what;
    bool ok = true;
    std::string found;
    bool needed = true;  ///< without it no run is possible; else a run does what it can
};

/// What the machine, or the container, refuses or lacks: a sandbox, memory, places for files, locks, descriptors.
std::vector<Check> machine_checks();

}  // namespace testskew::cli
