#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "model/recording.hpp"

namespace testskew::sides {

/// What one side's base session collected.
struct Collected {
    std::vector<std::string> modules;   ///< test modules in order, with those whose tests were all deselected
    std::vector<std::string> selected;  ///< node ids in order
    std::string rootdir;                ///< pytest's rootdir relative to the project; "" if both are the same
    std::string inifile;                ///< relative to the project, "" for none
};

/// The nodes (modules or tests) in the order in which their tests are collected. Those of which none is come last.
std::vector<std::string> in_collected_order(const std::vector<std::string>& nodes, const Collected& collected);

/// What a session collected, for the differences of the selections. `project` is the project's folder.
Collected collected(const Recording& recording, const std::filesystem::path& project);

}  // namespace testskew::sides
