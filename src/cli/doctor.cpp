// testskew doctor: says what was found, what is missing and what to do about it. It runs nothing of the project.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/doctor_machine.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "environment/uv.hpp"
#include "interpreter/interpreter.hpp"
#include "profile/profile.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/tree.hpp"
#include "workspace/workspaces.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// Runs one check. The message of what `find` throws says what is missing.
template <class Find>
Check check(const std::string& what, Find find) {
    try {
        return {what, true, find()};
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        return {what, false, error.what()};
    }
}

/// The word at the beginning of a line.
const char* label_of(const Check& check) {
    if (check.ok) return "ok";
    if (check.what == "Python") return "skipped";
    return check.needed ? "missing" : "limited";
}

/// Throws Error if no run could be kept in the project.
void check_own_folder(const fs::path& root) {
    const fs::path own = root / ".testskew", place = workspace::status_of(own) ? own : root;
    if (!fs::is_directory(place))
        throw Error(fmt::format("{} is in the way: it is no folder; remove it", place.string()));
    if (::access(place.c_str(), W_OK) != 0)
        throw Error(
            fmt::format("{} cannot be written: runs are kept there; take a copy of the project", place.string()));
}

/// Throws Error for the first profile that cannot be used as it is written.
void check_profiles(const profile::Project& project) {
    for (const auto& one : profile::list(project))
        if (one.origin != "built in") profile::show(project, one.name, fs::current_path());
}

std::vector<Check> checks(const Options& options) {
    std::vector<Check> result;
    result.push_back(check("project", [] {
        const auto project = profile::find_project(fs::current_path());
        check_own_folder(project.root);
        check_profiles(project);
        return project.root.string() +
               (project.config ? ", " + project.config->filename().string() : ", no testskew.toml");
    }));
    result.push_back(check("cache", [] { return cache_directory().string(); }));
    result.push_back(check("uv", [&]() -> std::string {
        if (const auto uv = environment::present_uv()) return uv->string();
        if (options.offline) throw Error("not found: have it on PATH, or set UV to its path");
        return "none yet: the first run installs it into the cache with pip (or have it on PATH, or set UV)";
    }));
    result.push_back(check("git", []() -> std::string {
        const auto git = find_on_path("git");
        if (!git) throw Error("not on PATH: projects in git need it");
        return git->string();
    }));
    result.push_back(check("workspaces", [] {
        return workspace::Workspaces(profile::project_root(fs::current_path()), std::nullopt).why();
    }));
    for (auto& one : machine_checks()) result.push_back(std::move(one));
    const auto interpreters = interpreter::inventory();
    for (const auto& found : interpreters.usable) result.push_back({"Python " + found.version, true, found.executable});
    for (const auto& broken : interpreters.unusable)
        result.push_back({"Python", false, fmt::format("{}: {}", broken.path.string(), broken.reason)});
    return result;
}

}  // namespace

ExitCode doctor(const Options& options) {
    const auto all = checks(options);
    bool usable = false;
    for (const auto& c : all) usable = usable || (c.ok && c.what.rfind("Python ", 0) == 0);
    ExitCode code = usable ? ExitCode::ok : ExitCode::environment;
    for (const auto& c : all)
        if (!c.ok && c.needed && c.what != "Python" && c.what != "git") code = ExitCode::environment;
    if (options.json) {
        nlohmann::json document = {{"schema", 1}, {"version", version()}, {"checks", nlohmann::json::array()}};
        for (const auto& c : all)
            document["checks"].push_back(
                {{"what", c.what}, {"ok", c.ok}, {"needed", c.needed}, {"found", valid_utf8(c.found)}});
        if (give_json(options, document.dump(2) + "\n")) return code;
    }
    std::string text = fmt::format("testskew {}\n", version());
    for (const auto& c : all) text += fmt::format("{:<7} {:<16} {}\n", label_of(c), c.what, printable(c.found));
    if (!usable) text += "no usable Python: install one (uv python install 3.12), or name one in TESTSKEW_PYTHONS\n";
    print(text);
    return code;
}

}  // namespace testskew::cli
