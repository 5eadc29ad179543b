#pragma once
#include <nlohmann/json_fwd.hpp>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/environment.hpp"
#include "model/profile.hpp"
#include "model/recording.hpp"
#include "model/report.hpp"

/// The structs of model/ as JSON, for the run folder (written and read by testskew itself; report.json is made by report/).
namespace testskew {

std::string to_string(Outcome outcome);
Outcome outcome_from_string(const std::string& text);   ///< throws std::invalid_argument
std::string to_string(ClusterKind kind);
std::string to_string(VerdictKind kind);                ///< "ruled out" with a space
std::string to_string(CellResult result);
std::string to_string(Invocation invocation);           ///< "pytest", "python -m pytest"
std::string to_string(const FilesSpec& files);          ///< "worktree", "tracked", "ref:<commit>"

}  // namespace testskew
