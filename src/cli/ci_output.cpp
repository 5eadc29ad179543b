#include "cli/ci_output.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "cli/message.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "process/environ.hpp"
#include "report/annotations.hpp"
#include "report/ci_text.hpp"
#include "report/ci_words.hpp"
#include "report/code_quality.hpp"
#include "report/facts.hpp"
#include "report/summary.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "workspace/git.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

bool is_set(const char* name) { return environment_variable(name).value_or("") == "true"; }

/// Appends to the file that a variable names, as GitHub wants it. A summary or an output that cannot be written is no
/// reason to fail.
void append(const char* variable, const std::string& text, const char* what) {
    const auto path = environment_variable(variable);
    if (!path || path->empty() || text.empty()) return;
    if (!append_to(*path, text)) warn_ci(fmt::format("{} could not be written to {}", what, printable(*path)));
}

/// What is left of the room that GitHub gives the summary of one step.
std::size_t room_in_summary() {
    const auto path = environment_variable("GITHUB_STEP_SUMMARY");
    std::error_code error;
    const auto used = path ? fs::file_size(*path, error) : 0;
    const std::size_t there = error ? 0 : static_cast<std::size_t>(used);
    return there < report::summary_budget ? report::summary_budget - there : 0;
}

/// Prints the report as the log of the place shows it best.
void print_in(CiPlace place, const std::string& text, const CiReport& report, const Secrets& secrets) {
    if (place == CiPlace::none) print(text);
    if (place == CiPlace::gitlab)
        print_as_it_is(report::log_section(for_terminal(report::ci_headline(report, report::ci_problems(report))),
                                           for_terminal(text), static_cast<long>(std::time(nullptr))));
    if (place != CiPlace::github) return;
    print("::group::testskew\n" + report::guarded(text, random_hex(16)) + "::endgroup::\n");
    print(report::annotations(report, secrets));
}

/// Writes what GitHub shows outside of the log.
void write_for_github(const CiReport& report, const Secrets& secrets) {
    append("GITHUB_STEP_SUMMARY", report::summary(report, secrets, room_in_summary()), "the job summary");
    append("GITHUB_OUTPUT", report::step_outputs(report, secrets), "the outputs of the step");
}

}  // namespace

CiPlace ci_place() {
    if (is_set("GITHUB_ACTIONS")) return CiPlace::github;
    return is_set("GITLAB_CI") ? CiPlace::gitlab : CiPlace::none;
}

bool append_to(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    return !file.fail();
}

std::string folder_in_repository(const std::string& project) {
    fs::path root;
    for (const char* name : {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"})
        if (const auto value = environment_variable(name); root.empty() && value) root = *value;
    if (root.empty())
        if (const auto git = workspace::find_git(project)) root = git->top;
    if (root.empty()) return {};
    std::error_code error;
    const std::string below =
        fs::weakly_canonical(project, error).lexically_relative(fs::weakly_canonical(root, error));
    return below.empty() || below == "." || below.starts_with("..") ? "" : below;
}

void warn_ci(const std::string& message) {
    const Secrets secrets(process::environ_without_git());
    const std::string shown = secrets.hide(report::one_line(message, 1000));
    fmt::print(stderr, "testskew: {}\n", shown);
    // GitHub reads commands on both streams, and stdout may be the place of a JSON document.
    if (ci_place() == CiPlace::github) fmt::print(stderr, "{}", report::warning_annotation(shown));
}

void publish_ci(const Options& options, const CiReport& report) {
    const Secrets secrets(process::environ_without_git());
    if (!options.output.empty()) try {
            write_through(options.output, report::code_quality(report, secrets));
        } catch (const Error& error) {
            warn_ci(fmt::format("the code quality report could not be written: {}", error.what()));
        }
    if (ci_place() == CiPlace::github) write_for_github(report, secrets);
    const std::string json = options.json ? report::ci_json(report, secrets) : "";
    if (options.json && *options.json == "-") return print(json);
    if (options.json) try {
            write_through(*options.json, json);
        } catch (const Error& error) {
            warn_ci(error.what());
        }
    print_in(ci_place(), report::ci_text(report, secrets, text_options(options)), report, secrets);
}

void write_step_output(const std::string& name, const std::string& json) {
    const bool valid = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-';
    });
    if (!valid) throw Error(fmt::format("--github-output {}: a name of letters, digits, - and _", printable(name)));
    const auto path = environment_variable("GITHUB_OUTPUT");
    if (!path || path->empty()) throw Error("--github-output: GITHUB_OUTPUT is not set, so this is no step of GitHub");
    if (!append_to(*path, name + "=" + json + "\n"))
        throw Error(fmt::format("{} cannot be written", printable(*path)), ExitCode::environment);
}

}  // namespace testskew::cli
