#pragma once
#include <string>
#include <vector>

#include "report/blocks.hpp"

/// What was seen together with a failure, one line each. It is evidence and never a verdict.
namespace testskew::report {

/// What the tests looked up and did not find, one line each. What a cause of the report names already is left out.
std::vector<std::string> missing_lines(const Report& report, const Block& block);

/// The line on the first place at which the two runs differ: "the two runs part at app/auth.py:21:
/// os.environ.get('KEY') -> None in ci, a value in local". It is empty if no such place is known, or if it is the place
/// of the failure itself.
std::string divergence_line(const Report& report, const Block& block);

/// The exceptions that the project or a library swallowed on the bad side only, one line each: "swallowed in ci only:
/// KeyError: 'x', raised at app/a.py:3 in load, caught by the project at app/b.py:9".
std::vector<std::string> swallowed_lines(const Report& report, const Block& block);

/// The warnings of one side only, one line each: "warned in ci only: DeprecationWarning: old() is deprecated
/// (app/a.py:3)".
std::vector<std::string> warning_lines(const Report& report, const Block& block);

/// What was left out of these failures because there was too much of it, one sentence each.
std::vector<std::string> left_out_lines(const Block& block);

}  // namespace testskew::report
