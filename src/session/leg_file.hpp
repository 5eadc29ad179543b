#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/interpreter.hpp"
#include "session/in_place.hpp"

namespace testskew::session {

/// A session of a leg with what testskew found out about its environment afterwards.
struct LegSession {
    InPlaceSession session;
    /// The folder in which pytest was started, relative to the project; empty if it is not known.
    std::string folder;
    Interpreter interpreter;
    std::map<std::string, std::string> facts;  ///< Of this session, besides those of the leg.
    /// What was installed, as `pip freeze` writes it.
    std::vector<std::string> installed;
};

/// A leg of a CI matrix, as it was recorded.
struct Leg {
    std::string name;                  ///< Of the leg, for example "py311".
    std::vector<std::string> command;  ///< As the user gave it.
    std::string folder;                ///< In which it ran, relative to the project.
    std::string started;               ///< ISO 8601, UTC.
    Entry entry = Entry::direct;
    process::Exit exit;
    std::string key;                           ///< The key of the digests of environ values.
    std::map<std::string, std::string> facts;  ///< Of the machine and of git.
    std::vector<std::string> values;  ///< Names of further variables whose values the recording holds in clear.
    std::vector<LegSession> sessions;
    Secrets secrets;
};

/// The recording of a leg (docs/recording.md): a `leg` record, and then for each session what the recording of a
/// session has, with an `installed` record after its `session`. A session in which tests failed comes first.
std::string leg_text(Leg leg);

/// True if the value of this variable may stand in a recording as it is: it says how tests run, and cannot hold a
/// secret. docs/legs.md lists the names.
bool may_be_recorded(std::string_view variable);

}  // namespace testskew::session
