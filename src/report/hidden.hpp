#pragma once
#include <string>
#include <vector>

#include "report/blocks.hpp"

/// How a failure was hidden from the test, and what the test saw instead.
namespace testskew::report {

/// How the failure was hidden: "answered as HTTP 500, hidden by ...". Empty if it was not.
std::string hidden_line(const Failure& failure);

/// The requests and how the failure was hidden: "POST /api/upload (and 2 more requests) answered as HTTP 500, hidden by
/// raise_server_exceptions=False". Empty if there is neither.
std::string server_line(const Block& block);

/// The assertions that failed in the tests because the error was hidden: "assert 500 == 200, or assert 500 == 400".
/// Empty if no error was hidden.
std::string seen_line(const Block& block);

}  // namespace testskew::report
