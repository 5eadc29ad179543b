#include "cli/run_state.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

namespace testskew::cli {
namespace {

using nlohmann::json;

json optional_text(const std::optional<std::string>& text) { return text ? json(*text) : json(nullptr); }

std::optional<std::string> read_optional(const json& value) {
    return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

json write(const RunRequest& r) {
    return {{"bad", optional_text(r.bad)},
            {"good", optional_text(r.good)},
            {"targets", r.targets},
            {"pytest_args", r.pytest_args},
            {"server_exceptions", r.server_exceptions},
            {"workspace", r.workspace},
            {"key", r.key},
            {"project", r.project},
            {"directory", r.directory},
            {"strict", r.strict},
            {"compared_sessions", r.compared_sessions},
            {"extra_bad", r.extra_bad},
            {"extra_good", r.extra_good},
            {"recording_bad", r.recording_bad},
            {"recording_good", r.recording_good}};
}

RunRequest read(const json& j) {
    RunRequest r;
    r.bad = read_optional(j.at("bad"));
    r.good = read_optional(j.at("good"));
    j.at("targets").get_to(r.targets);
    j.at("pytest_args").get_to(r.pytest_args);
    j.at("server_exceptions").get_to(r.server_exceptions);
    j.at("workspace").get_to(r.workspace);
    j.at("key").get_to(r.key);
    j.at("project").get_to(r.project);
    j.at("directory").get_to(r.directory);
    j.at("strict").get_to(r.strict);
    j.at("compared_sessions").get_to(r.compared_sessions);
    j.at("extra_bad").get_to(r.extra_bad);
    j.at("extra_good").get_to(r.extra_good);
    j.at("recording_bad").get_to(r.recording_bad);
    j.at("recording_good").get_to(r.recording_good);
    return r;
}

}  // namespace

void save_run(const std::filesystem::path& folder, const RunRequest& request, const Report& report) {
    json shown = report;
    redact_document(shown);  // the request is left alone: it has to be found again
    const json document = {{"state", 1}, {"request", write(request)}, {"report", std::move(shown)}};
    write_file(folder / "run.json", document.dump(-1, ' ', false, json::error_handler_t::replace), 0600);
}

SavedRun load_run(const std::filesystem::path& folder) {
    const auto text = read_file(folder / "run.json");
    if (!text)
        throw Error(fmt::format(
            "{} has no results: that run ended before its first sessions did; start it again with testskew run",
            folder.filename().string()));
    try {
        const json document = json::parse(*text);
        return {folder, read(document.at("request")), document.at("report").get<Report>()};
    } catch (const json::exception& error) {
        throw Error(fmt::format("{} is damaged or of another version of testskew: start again with testskew run",
                                (folder / "run.json").string()));
    }
}

}  // namespace testskew::cli
