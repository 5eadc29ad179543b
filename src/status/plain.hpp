#pragma once
#include <memory>

#include "status/status.hpp"

namespace testskew::status {

/// Shows progress for pipes and logs: it writes one line to `descriptor` when an activity begins and one when it ends.
std::unique_ptr<Status> plain_status(int descriptor);

}  // namespace testskew::status
