#pragma once
#include <string>

namespace testskew::environment {

/// Returns what a session of a recording (docs/recording.md), from 1 on, had installed, in the form of `pip freeze`:
/// its `installed` record, else the names and versions of its `facts` record. Throws Error (usage) if it has neither.
/// `name` names the file in the message.
std::string recorded_freeze(const std::string& recording, const std::string& name, int session);

}  // namespace testskew::environment
