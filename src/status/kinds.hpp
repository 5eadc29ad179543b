#pragma once
#include <functional>
#include <memory>
#include <utility>

#include "status/status.hpp"

namespace testskew::status {

/// One line where an activity begins and one where it ends, written to `descriptor`.
std::unique_ptr<Status> plain_status(int descriptor);

/// Live lines, redrawn ten times a second on a thread of its own; gone when it is destroyed. `size` gives columns and
/// rows.
std::unique_ptr<Status> terminal_status(int descriptor, bool colour, std::function<std::pair<int, int>()> size);

/// Writes all of `text`; gives up without a word where nobody reads (progress must not end a run).
void write_text(int descriptor, std::string_view text);

}  // namespace testskew::status
