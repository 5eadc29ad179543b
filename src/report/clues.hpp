#pragma once
#include <string>
#include <vector>

#include "report/blocks.hpp"

/// What was seen beside a failure, one line each: evidence, never a verdict.
namespace testskew::report {

/// What was looked up and not found, one line each, without what `cause` names already.
std::vector<std::string> missing_lines(const Block& block, const Cause* cause);

/// "the two runs part at app/auth.py:21: os.environ.get('KEY') -> None in ci, a value in local", or "": where nothing
/// is known, or it is what the failure itself says.
std::string divergence_line(const Report& report, const Block& block);

/// "swallowed in ci only: KeyError: 'x', raised at app/a.py:3 in load, caught at app/b.py:9", one line each.
std::vector<std::string> swallowed_lines(const Report& report, const Block& block);

/// "warned in ci only: DeprecationWarning: old() is deprecated (app/a.py:3)", one line each.
std::vector<std::string> warning_lines(const Report& report, const Block& block);

/// What is not shown of these failures as there was too much of it, a sentence each.
std::vector<std::string> left_out_lines(const Block& block);

}  // namespace testskew::report
