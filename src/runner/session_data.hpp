#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "runner/session_runner.hpp"

/// One session as data, so that another testskew, on another machine, can run it: what is asked for, and what came of
/// it. Both testskews have the same version, so the layout has no version of its own.
namespace testskew::runner {

/// A session that is asked for, with those options of its run that it depends on.
struct SessionRequestData {
    std::string version;  ///< of the testskew that asks
    std::string id;
    SessionSpec spec;  ///< without its callbacks
    std::chrono::milliseconds timeout{0};
    ServerExceptions server_exceptions = ServerExceptions::attach;
    bool offline = false, sandbox = false;
    std::string key;        ///< RunnerOptions::key
    std::string workspace;  ///< "overlay", "copy", or "" for the best one of the machine
    int beside = 0;         ///< how many sessions run at the same time
    std::string project;    ///< the folder of the project, relative to the covered tree
};

/// What came of a session.
struct SessionAnswerData {
    SessionOutcome outcome;  ///< without its recording
    std::optional<std::string> recording;
    std::string environment_key;
};

nlohmann::json to_data(const sides::Side& side);
nlohmann::json to_data(const SessionRequestData& request);
nlohmann::json to_data(const SessionAnswerData& answer);

/// All throw nlohmann::json::exception for a document of another layout.
sides::Side side_from(const nlohmann::json& document);
SessionRequestData request_from(const nlohmann::json& document);
SessionAnswerData answer_from(const nlohmann::json& document);

}  // namespace testskew::runner
