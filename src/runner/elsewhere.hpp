#pragma once
#include "runner/session_data.hpp"

namespace testskew::runner {

/// Runs single sessions on other machines.
class Elsewhere {
public:
    virtual ~Elsewhere() = default;

    /// Runs a session and waits for its end. `status` is told under `status_key` where it runs. If no machine gave an
    /// answer, the outcome has no recording and a fault that says why. Any number of threads may wait at once. Throws
    /// Interrupted if the user interrupted, or if the machines cannot be reached any more.
    virtual SessionAnswerData run(const SessionRequestData& request, Status& status, const std::string& status_key) = 0;

    /// Why the machines cannot be reached any more; "" if they can.
    virtual std::string lost() = 0;
};

}  // namespace testskew::runner
