#pragma once
#include <optional>

#include "runner/session_data.hpp"

namespace testskew::runner {

/// Runs single sessions on other machines.
class Elsewhere {
public:
    virtual ~Elsewhere() = default;

    /// Is told each session of a batch, in their order, before any of them is run.
    virtual void announce(const SessionRequestData&) {}

    /// Runs a session and waits for its end. `status` is told under `status_key` where it runs. If no machine gave an
    /// answer, the outcome has no recording and a fault that says why. Returns nullopt if the session is to run on this
    /// machine. Any number of threads may wait at once. Throws Interrupted if the user interrupted, or if the session
    /// cannot be run now: the others of its batch are asked for all the same.
    virtual std::optional<SessionAnswerData> run(const SessionRequestData& request, Status& status,
                                                 const std::string& status_key) = 0;

    /// Why the machines cannot be reached any more; "" if they can.
    virtual std::string lost() = 0;
};

}  // namespace testskew::runner
