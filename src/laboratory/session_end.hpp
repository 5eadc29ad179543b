#pragma once
#include <string>

#include "model/recording.hpp"
#include "session/session.hpp"
#include "util/secrets.hpp"

/// How a session ended, in words.
namespace testskew::laboratory {

/// The outcomes of a session as its progress shows them. If no test ran, the modules that could not be collected count.
/// Tests for which nobody waits (SessionSpec::until) have not been run, and are told apart.
std::string counted(const Recording& recording);

/// The sentence that the setup failed or that the session could not start; "" if the session ran.
std::string fault_of(const session::SessionResult& result, const Recording& recording, const Secrets& secrets);

}  // namespace testskew::laboratory
