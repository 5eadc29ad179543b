#pragma once
#include "model/recording.hpp"
#include "recording/flat.hpp"
#include "recording/values.hpp"

/// Reads the records that each become one struct of the model (docs/recording.md has their members). Each function
/// accepts any JSON: members that are missing or of a wrong type keep their defaults.
namespace testskew::recording {

PhaseRecord phase_record(const Value& value);
/// The same for a line without chain and subtest, as nearly every line is.
PhaseRecord phase_record(const FlatObject& line);
/// True if the phase tells of one subtest only.
bool tells_of_subtest(const Value& phase);
bool tells_of_subtest(const FlatObject& phase);

ServerException server_exception(const Value& value);
CollectRecord collect_record(const Value& value);
WarningRecord warning_record(const Value& value);
CutRecord cut_record(const Value& value);
MissingLookup missing_lookup(const Value& value);
MadeFile made_file(const Value& value);
StateRecord state_record(const Value& value);
ReachRecord reach_record(const Value& value);
WatchRecord watch_record(const Value& value);
UndoneRecord undone_record(const Value& value);

}  // namespace testskew::recording
