#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "session/recording_file.hpp"

/// The records that testskew itself writes around those of the probe. Private to this folder.
namespace testskew::session {

/// One line of a recording, without its end. What is not UTF-8 is replaced.
template <typename Json>
std::string dumped(const Json& record) {
    return record.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The first record of a session. `argv` is its command. Secrets are still in it.
nlohmann::json session_record(const SessionRequest& request, const std::string& started,
                              const std::vector<std::string>& argv);

/// The last record of a session.
nlohmann::json end_record(const Secrets& secrets, const process::Exit& exit, const Capture& capture);

}  // namespace testskew::session
