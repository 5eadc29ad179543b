#include "cli/run_state.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "model/json_fields.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

using nlohmann::json;

constexpr int newest_state = 4;  ///< the version of run.json's layout

TESTSKEW_JSON(RunRequest, bad, good, targets, pytest_args, changes, bad_changes, good_changes, server_exceptions,
              workspace, sandbox, key, project, directory, strict, timeout, compared_sessions, extra_bad, extra_good,
              recording_bad, recording_good, executor, kinds, machine, files)

void save_run(const std::filesystem::path& folder, const RunRequest& request, const Report& report,
              const Secrets& secrets) {
    json shown = report;
    hide_secrets(shown, secrets);
    const json document = {{"state", newest_state}, {"request", request}, {"report", std::move(shown)}};
    write_file(folder / "run.json", document.dump(-1, ' ', false, json::error_handler_t::replace), 0600);
}

SavedRun load_run(const std::filesystem::path& folder) {
    const auto file = folder / "run.json";
    const auto text = read_file(file);
    if (!text) {
        const std::string name = fs::absolute(folder).lexically_normal().filename().string();
        if (is_file(folder / "verify.json"))
            throw Error(fmt::format("{} is what `testskew verify` has left, and no run: name the run", name));
        if (!fs::is_directory(folder / "recordings") && !fs::is_empty(folder))
            throw Error(fmt::format("{} is no folder of a run", printable(folder.string())));
        throw Error(fmt::format(
            "{} has no results: it is no run, or ended before its first sessions did; start again with testskew run",
            name));
    }
    try {
        const json document = json::parse(*text);
        const int state = document.at("state").get<int>();
        if (state > newest_state)
            throw Error(fmt::format("{} was written by a newer testskew: update testskew", file.string()));
        if (state < newest_state)
            throw Error(
                fmt::format("{} was written by an older testskew: start again with testskew run", file.string()));
        return {folder, document.at("request").get<RunRequest>(), document.at("report").get<Report>()};
    } catch (const json::exception&) {
        throw Error(fmt::format("{} is damaged or of another version of testskew: start again with testskew run",
                                file.string()));
    }
}

PackageSet packages_of_run(PackageSet saved, const PackageSet& prepared) {
    constexpr std::string_view hidden = "://***@";
    for (auto& [name, package] : saved) {
        const std::size_t at = package.requirement.find(hidden);
        const auto now = prepared.find(name);
        if (at == std::string::npos || now == prepared.end()) continue;
        const std::string& whole = now->second.requirement;
        const std::size_t start = whole.find("://"), host = whole.find_first_of("/#?", start + 3);
        const std::size_t sign = whole.rfind('@', host);
        if (start == std::string::npos || sign == std::string::npos || sign < start) continue;
        package.requirement.replace(at, hidden.size(), whole.substr(start, sign + 1 - start));
    }
    return saved;
}

void require_project(const SavedRun& saved, const std::filesystem::path& root) {
    if (std::filesystem::path(saved.request.project) != root)
        throw Error(fmt::format("{} is a run of {}: start testskew there", saved.folder.filename().string(),
                                saved.request.project));
}

}  // namespace testskew::cli
