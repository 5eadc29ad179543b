#pragma once
#include <string>
#include <vector>

#include "report/blocks.hpp"

/// How a failure was kept from the test, and what the test saw instead.
namespace testskew::report {

/// "answered as HTTP 500, hidden by ..." or ""
std::string hidden_line(const Failure& failure);

/// "POST /api/upload (and 2 more requests) answered as HTTP 500, hidden by raise_server_exceptions=False", or "".
std::string server_line(const Block& block);

/// "assert 500 == 200" or "assert 500 == 200, or assert 500 == 400": what the tests themselves said; "" where that is
/// the error itself.
std::string seen_line(const Block& block);

}  // namespace testskew::report
