#pragma once
#include <functional>
#include <memory>
#include <utility>

#include "status/status.hpp"

namespace testskew::status {

/// Live lines, redrawn ten times a second by a thread of its own. They are gone when the object is destroyed. `size`
/// gives the columns and rows of the terminal.
std::unique_ptr<Status> terminal_status(int descriptor, bool colour, std::function<std::pair<int, int>()> size);

}  // namespace testskew::status
