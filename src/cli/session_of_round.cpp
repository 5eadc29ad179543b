// testskew session SESSION: runs one session that `plan --next` has asked for, and writes its answer beside it.
#include <fmt/core.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/requested_session.hpp"
#include "cli/rounds_of_run.hpp"
#include "cli/terminal.hpp"
#include "profile/settings.hpp"
#include "report/progress_words.hpp"
#include "rounds/rounds.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/os_release.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

rounds::Task task_of(const fs::path& folder, const std::string& id) {
    const std::string run = folder.filename().string();
    const auto text = read_file(rounds::task_file(folder, id), most_read, Links::refuse);
    if (!text) throw Error(fmt::format("{} asks for no session {}: `testskew plan --next {}` does", run, id, run));
    rounds::Task task;
    std::string reason = rounds::read(*text, task);
    if (reason.empty() && task.run != run) reason = "is one of another run";
    if (reason.empty() && (task.id != id || task.asked != rounds::asked_of(task.request)))
        reason = "is another session";
    if (!reason.empty()) throw Error(fmt::format("{}.json of {} {}", id, run, reason), ExitCode::environment);
    return task;
}

/// Why an outcome says nothing of the session that was asked for, so that it is asked for again; "" if it does.
std::string no_answer(const runner::SessionOutcome& outcome) {
    if (outcome.failure) return outcome.failure->network ? outcome.fault : "";
    return outcome.recording ? "" : outcome.fault;
}

}  // namespace

ExitCode session_of_round(const Options& options) {
    const size_t colon = options.request.rfind(':');
    const std::string run = colon == std::string::npos ? "" : options.request.substr(0, colon);
    const std::string id = colon == std::string::npos ? options.request : options.request.substr(colon + 1);
    const auto project = profile::find_project(fs::current_path());
    const fs::path folder = workspace::run_or_latest(project.root, run);
    const rounds::Task task = task_of(folder, id);
    if (const std::string own = machine_name(); own != task.machine)
        throw Error(fmt::format("this machine ({}) is not like that of the base pair ({})", own, task.machine),
                    ExitCode::environment);
    require_same_files(project.root, task.run, task.files);
    const auto requested = run_requested(options, task.request, project.root, SameBuild::required);
    const auto& outcome = requested.answer.outcome;
    if (const std::string reason = no_answer(outcome); !reason.empty())
        throw Error(fmt::format("the session {}", reason), ExitCode::environment);
    const rounds::Answer answer{
        version(), task.run, task.id, task.asked, task.machine, task.files, requested.interpreter, requested.answer};
    write_file(rounds::answer_file(folder, id), rounds::text_of(answer), 0600);
    print(rounds::answer_file(folder, id).lexically_relative(fs::current_path()).string() + "\n");
    if (options.verbosity >= 0)
        fmt::print(stderr, "testskew: {}: {}\n", printable(task.words),
                   printable(outcome.fault.empty()
                                 ? fmt::format("{} recorded in {:.1f} s",
                                               count_of(static_cast<long>(outcome.recording->tests.size()), "test"),
                                               outcome.summary.seconds)
                                 : outcome.fault));
    return ExitCode::ok;
}

}  // namespace testskew::cli
