#pragma once
#include <string>

#include "report/report.hpp"

/// What did not run, and why. A green report says it, too.
namespace testskew::report {

/// "3 skipped: needs redis (2), not on CI"; "" if the session skipped nothing.
std::string skips_note(const Recording& recording);

/// "stopped after 1 failure, as the addopts of pytest.ini say (-x, --maxfail): 2 tests were not run"; "" if pytest did
/// not end the session early.
std::string stopped_note(const Recording& recording);

/// "3 tests were skipped on both sides and not compared", "" if there are none.
std::string skipped_on_both(const Report& report);

/// The line above the failures that the other side has nothing to set against: "1 test fails in ci and is skipped in
/// local."
std::string one_sided_title(const Report& report);

}  // namespace testskew::report
