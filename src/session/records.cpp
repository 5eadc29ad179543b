#include "session/records.hpp"

#include "model/json.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

using nlohmann::json;

namespace testskew::session {

json session_record(const SessionRequest& request, const std::string& started, const std::vector<std::string>& argv) {
    json environ = json::object();
    for (const auto& [name, value] : request.environ) environ[name] = keyed_digest(request.key, value);
    std::map<std::string, std::string> facts = request.facts;
    facts["environ.key"] = keyed_digest(request.key, "the key of the digests of the environ");
    return {{"t", "session"},
            {"schema", 1},
            {"tool", version()},
            {"id", request.id},
            {"profile", request.profile},
            {"started", started},
            {"machine", machine_digest()},
            {"workspace", request.workspace_kind},
            {"argv", argv},
            {"files", to_string(request.files)},
            {"environ", environ},
            {"facts", facts},
            {"selection",
             {{"targets", request.selection.targets},
              {"options", request.selection.options},
              {"invocation", to_string(request.selection.invocation)}}},
            {"interpreter", request.interpreter}};
}

json end_record(const Secrets& secrets, const process::Exit& exit, const Capture& capture) {
    json end = {{"t", "end"},
                {"status", exit.status},
                {"signal", exit.signal},
                {"timed_out", exit.timed_out},
                {"seconds", exit.seconds},
                {"out", secrets.hide(valid_utf8(exit.out))},
                {"err", secrets.hide(valid_utf8(exit.err))},
                {"stack_dump", capture.stacks}};
    if (!exit.start_error.empty()) end["start_error"] = secrets.hide(valid_utf8(exit.start_error));
    if (capture.dropped > 0) end["dropped"] = capture.dropped;
    return end;
}

}  // namespace testskew::session
