#pragma once
#include <functional>
#include <memory>
#include <utility>

#include "status/status.hpp"

namespace testskew::status {

/// Shows live lines, which a thread of its own redraws ten times a second. They disappear when the object is destroyed.
/// `size` gives the columns and rows of the terminal.
std::unique_ptr<Status> terminal_status(int descriptor, bool colour, std::function<std::pair<int, int>()> size);

}  // namespace testskew::status
