#pragma once
#include "investigation/base.hpp"
#include "model/profile.hpp"
#include "model/report.hpp"

namespace testskew::cli {

/// The sides as the user named them.
struct AskedSides {
    std::string bad, good;
};

/// For each side that is a recording, adds to the report whether its failures came again here, and brings the exit code
/// in line with that. If one session of a recording was named, nothing else of it counts as left out.
void add_reproduction(const ProfilePair& profiles, const investigation::Base& base, const AskedSides& asked,
                      bool strict, Report& report);

/// The good side as it is to be prepared: of a recording with several sessions of pytest of which none was named, the
/// session that has the most tests in common with that of the bad side, which is a recording as well.
std::string good_session(const std::string& bad, const std::string& good, const std::string& from);

}  // namespace testskew::cli
