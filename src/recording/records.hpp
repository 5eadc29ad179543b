#pragma once
#include <nlohmann/json_fwd.hpp>

#include "model/recording.hpp"
#include "recording/flat.hpp"

/// Reads the records that each become one struct of the model (docs/recording.md has their members). Each function
/// accepts any JSON: members that are missing or of a wrong type keep their defaults.
namespace testskew::recording {

PhaseRecord phase_record(const nlohmann::json& value);
/// The same for a line without chain and subtest, as nearly every line is.
PhaseRecord phase_record(const FlatObject& line);
/// True if the phase tells of one subtest only.
bool tells_of_subtest(const nlohmann::json& phase);
bool tells_of_subtest(const FlatObject& phase);

ServerException server_exception(const nlohmann::json& value);
CollectRecord collect_record(const nlohmann::json& value);
WarningRecord warning_record(const nlohmann::json& value);
CutRecord cut_record(const nlohmann::json& value);
MissingLookup missing_lookup(const nlohmann::json& value);
MadeFile made_file(const nlohmann::json& value);
StateRecord state_record(const nlohmann::json& value);
ReachRecord reach_record(const nlohmann::json& value);
WatchRecord watch_record(const nlohmann::json& value);
UndoneRecord undone_record(const nlohmann::json& value);

}  // namespace testskew::recording
