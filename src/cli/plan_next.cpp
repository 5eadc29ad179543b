// testskew plan --next: what a run asks for next, as a matrix whose legs run one session each.
#include <fmt/core.h>

#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/attribution.hpp"
#include "cli/ci_output.hpp"
#include "cli/commands.hpp"
#include "cli/executor.hpp"
#include "cli/render.hpp"
#include "cli/rounds_of_run.hpp"
#include "cli/terminal.hpp"
#include "process/interruption.hpp"
#include "rounds/rounds.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/os_release.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/kept_files.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr int usual_slots = 32;         // sessions of a round
constexpr int most_looks = 12;          // guesses of --ahead
constexpr double most_seconds = 60;     // in which they are followed
constexpr double no_limit = 1'000'000;  // minutes: the time is that of others

/// Begins rounds for a run whose base pair this machine has run.
rounds::Ground begin(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory) {
    const std::string run = saved.folder.filename().string(), machine = machine_name();
    if (saved.request.machine != machine)
        throw Error(
            fmt::format("the base pair of {} was run on another machine ({}, and this is {}): begin its rounds "
                        "there",
                        run, saved.request.machine, machine));
    if (!saved.request.executor.empty() || fs::exists(saved.folder / "attribution.jsonl"))
        throw Error(
            fmt::format("sessions of {} were run otherwise already: start again with `testskew run "
                        "--no-attribute`",
                        run));
    rounds::Ground ground;
    ground.version = version();
    ground.run = run;
    ground.machine = machine;
    ground.slots = options.most ? options.most : usual_slots;
    ground.repeats = options.repeats;
    ground.quick = options.quick;
    ground.observe = options.observe;
    ground.sides = prepare_again(laboratory, saved);
    check_secrets(ground.sides,
                  "the sessions of a round lie in files that others can read: take it out of the profile");
    ground.files = saved.request.files;
    require_same_files(saved.request.project, run, ground.files);
    const auto facts = laboratory.files().facts(ground.sides.bad.files);
    if (const auto dirty = facts.find("git.dirty"); dirty != facts.end() && dirty->second != "0")
        say(fmt::format("{} is not in the commit: legs that check it out will refuse their sessions",
                        count_of(std::atol(dirty->second.c_str()), "path")));
    fs::create_directories(rounds::folder_of(saved.folder));
    write_file(rounds::ground_file(saved.folder), rounds::text_of(ground), 0600);
    return ground;
}

/// The way of an attribution through the answers that are there.
class Way {
public:
    Way(const Options& options, const SavedRun& saved, const rounds::Ground& ground, laboratory::Laboratory& laboratory)
        : saved_(saved),
          ground_(ground),
          laboratory_(laboratory),
          sides_(sides_of_rounds(laboratory, ground)),
          base_(base_of(saved)),
          run_{laboratory, sides_, base_, saved.request},
          like_bad_(like(saved.request.recording_bad)),
          like_good_(like(saved.request.recording_good)),
          settings_(attribution_options(options_of_rounds(options, ground), run_, saved.report)) {
        settings_.budget = std::chrono::duration<double>(60 * no_limit);
    }

    /// Goes through the attribution as far as the answers lead, on these guesses where they end. Its recordings and its
    /// log are left in the laboratory's folder.
    void go(rounds::Rounds& rounds, const rounds::Guess& guess) {
        rounds.imagine(guess, like_bad_, like_good_);
        laboratory_.send_to(rounds, ground_.slots);
        settings_.log = laboratory_.run_folder() / fmt::format("attribution-{}.jsonl", ++times_);
        try {
            investigation::investigate(laboratory_, sides_, base_, settings_);
        } catch (const Interrupted&) {
            if (process::interrupted()) throw;
        }
        process::check_interrupted();
    }

private:
    std::string like(const std::string& recording) const {
        return rounds::imagined(read_file(saved_.folder / recording).value_or(""));
    }

    const SavedRun& saved_;
    const rounds::Ground& ground_;
    laboratory::Laboratory& laboratory_;
    const sides::SidePair sides_;
    const investigation::Base base_;
    const ComparedRun run_;
    const std::string like_bad_, like_good_;  ///< what imagined sessions come to
    investigation::InvestigationOptions settings_;
    int times_ = 0;
};

/// The sessions of the next round: those that have no answer and, with --ahead, those that are likely to be asked for
/// once they have one, the nearest first.
std::vector<rounds::Task> next_round(const Options& options, const SavedRun& saved, const rounds::Ground& ground,
                                     Way& way, rounds::Rounds& real) {
    const size_t most = static_cast<size_t>(options.most ? options.most : ground.slots);
    way.go(real, {});
    std::vector<rounds::Task> tasks = real.missing();
    std::set<std::string> ids;
    for (const auto& task : tasks) ids.insert(task.id);
    const auto first = rounds::guesses_after({}, tasks);
    std::deque<rounds::Guess> guesses(first.begin(), first.end());
    const Stopwatch watch;
    for (int look = 0; options.ahead && !tasks.empty() && look < most_looks; ++look) {
        if (tasks.size() >= most || guesses.empty() || watch.seconds() > most_seconds) break;
        rounds::Rounds imagined(saved.folder, ground, false, [](const std::string&) {});
        way.go(imagined, guesses.front());
        const auto missing = imagined.missing();
        if (!missing.empty())
            for (auto& guess : rounds::guesses_after(guesses.front(), missing)) guesses.push_back(std::move(guess));
        guesses.pop_front();
        for (const auto& task : missing)
            if (ids.insert(task.id).second) tasks.push_back(task);
    }
    if (tasks.size() > most) tasks.resize(most);
    return tasks;
}

void give(const Options& options, const std::vector<rounds::Task>& tasks) {
    const std::string label = rounds::runner_label(environment_variable("ImageOS").value_or(""),
                                                   environment_variable("RUNNER_ARCH").value_or(""));
    const std::string json =
        rounds::matrix_json(tasks, label).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!options.github_output.empty()) write_step_output(options.github_output, json);
    if (options.json && give_json(options, json + "\n")) return;
    print(json + "\n");
}

}  // namespace

ExitCode plan_next(const Options& options) {
    if (options.profiles.size() > 1) throw Error("plan --next: one run, or none for the latest");
    const auto project = profile::find_project(fs::current_path());
    const SavedRun saved =
        moved_to(load_run(workspace::run_or_latest(project.root, options.profiles.empty() ? "" : options.profiles[0])),
                 project.root);
    const std::string run = saved.folder.filename().string();
    if (saved.report.cannot_install || !worth_attributing(saved.report)) {
        give(options, {});
        say(fmt::format("{} has nothing to attribute: no test fails on the bad side alone", run));
        return ExitCode::ok;
    }
    const auto status = options.verbosity > 0 ? progress(options) : make_status(StatusKind::none, false);
    const TemporaryFolder folder;
    laboratory::Laboratory laboratory(saved.request.project, folder.path, options_of_run(options, saved.request),
                                      *status);
    return hiding(laboratory, [&] {
        const bool goes_on = has_rounds(saved.folder);
        const rounds::Ground ground = goes_on ? load_ground(saved.folder) : begin(options, saved, laboratory);
        if (goes_on) require_same_files(saved.request.project, run, ground.files);
        rounds::Rounds rounds(saved.folder, ground, false, say);
        Way way(options, saved, ground, laboratory);
        const auto tasks = next_round(options, saved, ground, way, rounds);
        for (const auto& task : tasks)
            write_file(rounds::task_file(saved.folder, task.id), rounds::text_of(task), 0600);
        give(options, tasks);
        if (const int unused = rounds.unused())
            say(fmt::format("{} of {} that no round has asked for", count_of(unused, "answer"), run));
        say(tasks.empty() ? fmt::format("nothing is asked for any more: `testskew attribute {}` tells the causes", run)
                          : fmt::format("{} to run, after {}", count_of(static_cast<long>(tasks.size()), "session"),
                                        count_of(rounds.answered(), "answer")));
        return ExitCode::ok;
    });
}

}  // namespace testskew::cli
