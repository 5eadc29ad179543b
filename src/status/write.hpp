#pragma once
#include <string_view>

namespace testskew::status {

/// Writes all of `text`. Gives up silently if nobody reads it any more, because a failure to show progress must not end
/// a run.
void write_text(int descriptor, std::string_view text);

}  // namespace testskew::status
