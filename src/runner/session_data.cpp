#include "runner/session_data.hpp"

#include "model/json_fields.hpp"
#include "util/version.hpp"

using nlohmann::json;

// The JSON of structs that only this file writes and reads stands in their own namespaces, where the library looks.
namespace testskew {

NLOHMANN_JSON_SERIALIZE_ENUM(FilesSpec::Kind, {{FilesSpec::Kind::worktree, "worktree"},
                                               {FilesSpec::Kind::tracked, "tracked"},
                                               {FilesSpec::Kind::ref, "ref"},
                                               {FilesSpec::Kind::nothing, "nothing"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Seed, {{Seed::venv, "venv"}, {Seed::uv, "uv"}, {Seed::none, "none"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Invocation,
                             {{Invocation::pytest, "pytest"}, {Invocation::python_m_pytest, "python -m pytest"}})
TESTSKEW_JSON(FilesSpec, kind, ref)
TESTSKEW_JSON(GitSettings, depth, tags, branch)
TESTSKEW_JSON(HostSettings, umask, terminal, columns, rows, user, cpus, limits)
TESTSKEW_JSON(Selection, targets, options, invocation)
TESTSKEW_JSON(Conditions, selection, setup, host, exclusive, private_home)
TESTSKEW_JSON(LocalInstall, path, extras, editable, name)

}  // namespace testskew

namespace testskew::workspace {

TESTSKEW_JSON(FileState, base, taken, git_from, git)

}  // namespace testskew::workspace

namespace testskew::environment {

TESTSKEW_JSON(Resolution, packages, local, seed, arguments)
TESTSKEW_JSON(BuildFailure, reason, packages, network, no_wheel_or_build, timed_out, contradiction)
TESTSKEW_JSON(Conflict, package, needs, requirement, found)

}  // namespace testskew::environment

namespace testskew::runner {
namespace {

long long milliseconds(const std::optional<std::chrono::milliseconds>& time) { return time ? time->count() : -1; }

}  // namespace

json to_data(const sides::Side& side) {
    return {{"name", side.name},
            {"interpreter", side.interpreter},
            {"resolution", side.resolution},
            {"environ", side.environ},
            {"files", side.files},
            {"conditions", side.conditions()},
            {"copy", side.copy}};
}

sides::Side side_from(const json& document) {
    sides::Side side;
    document.at("name").get_to(side.name);
    document.at("interpreter").get_to(side.interpreter);
    document.at("resolution").get_to(side.resolution);
    document.at("environ").get_to(side.environ);
    document.at("files").get_to(side.files);
    document.at("conditions").get_to(side.conditions());
    document.at("copy").get_to(side.copy);
    return side;
}

json to_data(const SessionRequestData& request) {
    const SessionSpec& spec = request.spec;
    return {{"version", request.version},
            {"id", request.id},
            {"side", to_data(spec.side)},
            {"observe", spec.observe},
            {"until", spec.until},
            {"spec_timeout", milliseconds(spec.timeout)},
            {"spec_server_exceptions", spec.server_exceptions},
            {"timeout", request.timeout.count()},
            {"server_exceptions", request.server_exceptions},
            {"offline", request.offline},
            {"sandbox", request.sandbox},
            {"key", request.key},
            {"workspace", request.workspace},
            {"beside", request.beside},
            {"project", request.project}};
}

SessionRequestData request_from(const json& document) {
    SessionRequestData request;
    // A request of another version may look otherwise, so the version is the first thing that is looked at.
    document.at("version").get_to(request.version);
    if (request.version != version()) return request;
    document.at("id").get_to(request.id);
    request.spec.side = side_from(document.at("side"));
    document.at("observe").get_to(request.spec.observe);
    if (const auto& until = document.at("until"); !until.is_null())
        request.spec.until = until.get<std::vector<std::string>>();
    if (const auto time = document.at("spec_timeout").get<long long>(); time >= 0)
        request.spec.timeout = std::chrono::milliseconds(time);
    if (const auto& what = document.at("spec_server_exceptions"); !what.is_null())
        request.spec.server_exceptions = what.get<ServerExceptions>();
    request.timeout = std::chrono::milliseconds(document.at("timeout").get<long long>());
    document.at("server_exceptions").get_to(request.server_exceptions);
    document.at("offline").get_to(request.offline);
    document.at("sandbox").get_to(request.sandbox);
    document.at("key").get_to(request.key);
    document.at("workspace").get_to(request.workspace);
    document.at("beside").get_to(request.beside);
    document.at("project").get_to(request.project);
    return request;
}

json to_data(const SessionAnswerData& answer) {
    const SessionOutcome& outcome = answer.outcome;
    return {{"command", outcome.summary.command},
            {"seconds", outcome.summary.seconds},
            {"failure", outcome.failure},
            {"conflicts", outcome.conflicts},
            {"fault", outcome.fault},
            {"recording", answer.recording},
            {"environment_key", answer.environment_key}};
}

SessionAnswerData answer_from(const json& document) {
    SessionAnswerData answer;
    document.at("command").get_to(answer.outcome.summary.command);
    document.at("seconds").get_to(answer.outcome.summary.seconds);
    if (const auto& failure = document.at("failure"); !failure.is_null())
        answer.outcome.failure = failure.get<environment::BuildFailure>();
    document.at("conflicts").get_to(answer.outcome.conflicts);
    document.at("fault").get_to(answer.outcome.fault);
    if (const auto& recording = document.at("recording"); !recording.is_null())
        answer.recording = recording.get<std::string>();
    document.at("environment_key").get_to(answer.environment_key);
    return answer;
}

}  // namespace testskew::runner
