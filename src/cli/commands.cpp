#include "cli/commands.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/behind_dashes.hpp"
#include "cli/cache_limit.hpp"
#include "cli/message.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/recording_name.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

/// Throws Error if the file of --json cannot be written, before anything is run for it.
static void check_json_place(const Options& options) {
    if (!options.json || *options.json == "-") return;
    if (options.json->empty()) throw Error("--json needs the name of a file, or - for the standard output");
    const fs::path file = fs::absolute(*options.json);
    std::error_code error;
    if (fs::is_directory(file, error)) throw Error(fmt::format("--json {}: this is a folder", *options.json));
    if (!fs::is_directory(file.parent_path(), error))
        throw Error(
            fmt::format("--json {}: {} is no folder; make it first", *options.json, file.parent_path().string()));
}

/// Throws Error for an -o that the command cannot write to, or that would overwrite what it reads.
static void check_output(const Options& options) {
    static const std::set<std::string> only_into_files = {"record", "repro", "ci"};
    if (options.output == "-" && only_into_files.count(options.command))
        throw Error(fmt::format("-o -: `testskew {}` writes into a file; give its name", options.command));
    if (options.output.empty() || options.command == "record") return;
    for (const auto* words : {&options.recordings, &options.good_recordings})
        for (const std::string& word : *words) {
            const RecordingName name = recording_name(word);
            std::error_code error;
            if (fs::equivalent(options.output, name.names_one() ? name.path : word, error))
                throw Error(fmt::format("-o {} would overwrite a recording that is read: name another file",
                                        printable(options.output)));
        }
}

ExitCode execute(const Options& options) {
    static const std::map<std::string, ExitCode (*)(const Options&)> commands = {
        {"run", run},
        {"attribute", attribute},
        {"record", record},
        {"compare", compare},
        {"rerun", rerun},
        {"report", report},
        {"verify", verify},
        {"repro", repro},
        {"profiles list", profiles_list},
        {"profiles show", profiles_show},
        {"environments list", environments_list},
        {"environments prune", environments_prune},
        {"api", api},
        {"doctor", doctor},
        {"completion", completion},
        {"man", man},
        {"init", init},
        {"ci", ci},
        {"plan", plan},
        {"session", session},
        {"hook install", hook_install},
        {"hook run", hook_run},
        {"hook status", hook_status},
        {"hook uninstall", hook_uninstall},
    };
    check_json_place(options);
    check_output(options);
    const ExitCode code = commands.at(options.command)(options);
    if (options.command != "environments prune") keep_to_limit(options);
    return code;
}

std::string error_document(const std::string& message, ExitCode code) {
    const nlohmann::json document = {
        {"schema", 1}, {"error", {{"message", valid_utf8(message)}, {"exit_code", static_cast<int>(code)}}}};
    return document.dump(2) + "\n";
}

int fail(const Options& options, const std::string& message, ExitCode code) noexcept try {
    const Secrets secrets(process::environ_without_git());
    const int status = static_cast<int>(code);
    std::fprintf(stderr, "testskew: %s%s\n", code == ExitCode::internal ? "internal error: " : "",
                 shown_message(secrets.hide(message), code).c_str());
    if (code == ExitCode::usage && !options.here && !options.behind_dashes.empty())
        std::fprintf(stderr, "%s\n", behind_dashes_note(options.behind_dashes).c_str());
    if (options.json) {
        const std::string text = error_document(secrets.hide(message), code);
        if (*options.json == "-")
            std::fputs(with_controls_shown(text).c_str(), stdout);
        else
            write_through(*options.json, text);
    }
    return status;
} catch (...) {
    return static_cast<int>(code);
}

}  // namespace testskew::cli
