#pragma once
#include "model/recording.hpp"
#include "recording/values.hpp"

/// The records that tell of the session as a whole: each fills its part of the Recording.
namespace testskew::recording {

/// The number of the form in a `session` record: 1 today, more if a newer testskew wrote it, 0 if it names an
/// impossible one.
int schema_of(const Value& session);

/// `session`, which testskew writes first: what was planned.
void read_session(const Value& value, Recording& recording);
/// `facts`, which the probe writes in the controller: what pytest found. It completes what `session` told.
void read_facts(const Value& value, Recording& recording);
/// `end`, which testskew writes last: how the process ended.
void read_end(const Value& value, Recording& recording);

}  // namespace testskew::recording
