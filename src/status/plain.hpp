#pragma once
#include <memory>

#include "status/status.hpp"

namespace testskew::status {

/// Progress for pipes and logs: one line when an activity begins and one when it ends, written to `descriptor`.
std::unique_ptr<Status> plain_status(int descriptor);

}  // namespace testskew::status
