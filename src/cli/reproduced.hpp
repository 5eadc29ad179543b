#pragma once
#include "investigation/base.hpp"
#include "model/profile.hpp"
#include "model/report.hpp"

namespace testskew::cli {

/// For each side that is a recording, adds to the report what is to be read first: whether its failures came again here
/// ("reproduced: 31 of 31 failures of leg.jsonl, the same as recorded").
void add_reproduction(const ProfilePair& profiles, const investigation::Base& base, Report& report);

}  // namespace testskew::cli
