#pragma once
#include <string>

#include "report/report.hpp"

/// What did not run, and why. A report without a failure says it, too.
namespace testskew::report {

/// The note on skipped tests: "3 skipped: needs redis (2), not on CI". Empty if the session skipped nothing.
std::string skips_note(const Recording& recording);

/// The note on a session that pytest ended early: "stopped after 1 failure, as -x or --maxfail in the addopts of
/// pytest.ini says: 2 tests were not run". Empty if it did not.
std::string stopped_note(const Recording& recording);

/// The note on what the sandbox refused, without which tests may have done something else; empty if it refused nothing.
std::string refused_note(const Recording& recording);

/// The note on tests that neither side ran: "3 tests were skipped on both sides and not compared". Empty if there are
/// none.
std::string skipped_on_both(const Report& report);

/// The line above the failures of tests that did not run on the other side: "1 test fails in ci and is skipped in
/// local."
std::string one_sided_title(const Report& report);

}  // namespace testskew::report
