#include "session/leg_file.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "session/records.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

using nlohmann::json;

namespace testskew::session {
namespace {

/// pytest's exit status as the probe saw it; nullopt if pytest did not come to its end.
std::optional<int> status_of(const Capture& capture) {
    for (auto line = capture.lines.rbegin(); line != capture.lines.rend(); ++line) {
        if (line->find("\"t\":\"finish\"") == std::string::npos) continue;
        const json record = json::parse(*line, nullptr, false);
        if (record.is_object() && record.contains("status") && record["status"].is_number_integer())
            return record["status"].get<int>();
    }
    return std::nullopt;
}

/// True if tests failed, or if pytest did not come to its end.
bool failed(const LegSession& session) {
    const auto status = status_of(session.session.capture);
    return !status || (*status != 0 && *status != 5);
}

/// The values in clear. One that holds a secret is left to its digest: with "***" in it, it would be another value.
/// What the user names is given as it is.
json values_of(const Leg& leg, const Place& place, const Secrets& secrets) {
    json values = json::object();
    for (const auto& [name, value] : place.environ) {
        const bool asked = std::find(leg.values.begin(), leg.values.end(), name) != leg.values.end();
        if (asked || (may_be_recorded(name) && !secrets.are_in(value))) values[name] = valid_utf8(value);
    }
    return values;
}

/// What is hidden of a session: the secrets of the leg, and those of the environ that this session had.
Secrets secrets_of(const Leg& leg, const LegSession& of) {
    Secrets secrets = leg.secrets;
    secrets.add(of.session.place.environ);
    return secrets;
}

json first_record(const Leg& leg, const LegSession& of, std::size_t number) {
    const Place& place = of.session.place;
    SessionRequest request;
    request.id = "s" + std::to_string(number);
    request.profile = leg.name;
    request.environ = place.environ;
    request.key = leg.key;
    request.facts = leg.facts;
    request.facts.insert(of.facts.begin(), of.facts.end());
    request.facts["prefix"] = place.prefix;
    request.facts["folder"] = of.folder.empty() ? leg.folder : of.folder;
    request.workspace_kind = "in place";
    request.interpreter = of.interpreter;
    json record = session_record(request, leg.started, place.command);
    record.erase("selection");  // Its words were not taken apart.
    const Secrets secrets = secrets_of(leg, of);
    hide_secrets(record["argv"], secrets);
    hide_secrets(record["facts"], secrets);
    record["values"] = values_of(leg, place, secrets);
    return record;
}

std::string session_text(const Leg& leg, const LegSession& of, std::size_t number) {
    const Capture& capture = of.session.capture;
    json installed = {{"t", "installed"}, {"lines", of.installed}};
    const Secrets secrets = secrets_of(leg, of);
    hide_secrets(installed, secrets);
    std::string text = dumped(first_record(leg, of, number)) + "\n" + dumped(installed) + "\n";
    for (const auto& line : capture.lines) text.append(line).append("\n");
    // The signal that ended the command ended its only session as well, as far as anybody can say.
    const bool alone = leg.sessions.size() == 1;
    process::Exit exit;
    exit.status = status_of(capture).value_or(alone ? leg.exit.status : 1);
    exit.signal = alone ? leg.exit.signal : 0;
    exit.seconds = leg.exit.seconds;
    return text + dumped(end_record(secrets, exit, capture)) + "\n";
}

}  // namespace

bool may_be_recorded(std::string_view variable) {
    static constexpr std::array names = {
        "CI",          "GITHUB_ACTIONS", "GITLAB_CI",           "CIRCLECI",    "TF_BUILD", "RUNNER_OS",
        "RUNNER_ARCH", "ImageOS",        "ImageVersion",        "TZ",          "LANG",     "LANGUAGE",
        "NO_COLOR",    "FORCE_COLOR",    "PY_COLORS",           "CLICOLOR",    "TERM",     "COLUMNS",
        "LINES",       "TOX_ENV_NAME",   "NOX_CURRENT_SESSION", "COVERAGE_RUN"};
    static constexpr std::array beginnings = {"LC_", "PYTHON", "PYTEST_"};
    if (secret_name(variable)) return false;
    return std::find(names.begin(), names.end(), variable) != names.end() ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const char* beginning) { return variable.starts_with(beginning); });
}

std::string leg_text(Leg leg) {
    std::stable_partition(leg.sessions.begin(), leg.sessions.end(), failed);
    json first = {{"t", "leg"},
                  {"schema", 1},
                  {"tool", version()},
                  {"name", leg.name},
                  {"command", leg.command},
                  {"folder", leg.folder},
                  {"started", leg.started},
                  {"entry", leg.entry == Entry::direct ? "direct" : "PYTHONPATH"},
                  {"status", leg.exit.status},
                  {"signal", leg.exit.signal},
                  {"seconds", leg.exit.seconds},
                  {"sessions", leg.sessions.size()}};
    hide_secrets(first, leg.secrets);
    std::string text = dumped(first) + "\n";
    for (std::size_t i = 0; i < leg.sessions.size(); ++i) text += session_text(leg, leg.sessions[i], i + 1);
    return text;
}

}  // namespace testskew::session
