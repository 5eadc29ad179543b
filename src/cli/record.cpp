// testskew record: makes one recording of one side.
#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/behind_dashes.hpp"
#include "cli/ci_project.hpp"
#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "cli/targets.hpp"
#include "cli/terminal.hpp"
#include "laboratory/prepare.hpp"
#include "process/process.hpp"
#include "report/assemble.hpp"
#include "report/skips.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// Runs the one session, and writes its recording to `output`.
ExitCode record_side(const Options& options, const Profile& profile, const fs::path& output,
                     laboratory::Laboratory& laboratory) {
    runner::SessionSpec spec;
    spec.side = laboratory::prepare(laboratory, profile);
    spec.phase = Phase::base;
    const auto outcome = laboratory.run({spec}, 1).front();
    if (!outcome.usable())
        throw Error(fmt::format("{}: the session {}", profile.name, outcome.fault), ExitCode::environment);

    const fs::path kept = laboratory.run_folder() / outcome.summary.recording;
    const auto text = read_file(kept, std::size_t{4} << 30);
    if (!text) throw Error(fmt::format("cannot read {}", kept.string()), ExitCode::environment);
    write_through(output, *text);
    const ReportSide side = report::side(*outcome.recording);
    if (!options.json || *options.json != "-")
        print(fmt::format("{}: {} in {:.1f} s -> {}\n", profile.name, counts_line(side.outcomes), side.seconds,
                          printable(output.string())));
    if (const std::string note = report::refused_note(*outcome.recording); !note.empty())
        laboratory.status().note(laboratory.options().secrets.hide(printable(note)));
    if (const auto unknown = unknown_to_pytest(options.behind_dashes, outcome.recording->usage_error); !unknown.empty())
        laboratory.status().note(behind_dashes_note(unknown));
    Comparison alone;
    const Report report = report::assemble(side, side, alone, {}, {});
    if (options.json)
        give_json(options, nlohmann::json({{"schema", 1}, {"recording", valid_utf8(output.string())}}).dump() + "\n");
    if (report.exit_code == ExitCode::environment) return ExitCode::environment;
    for (const auto& [of_test, count] : side.outcomes)
        if (is_failure(of_test) || of_test == Outcome::not_run) return ExitCode::unattributed;
    return ExitCode::ok;
}

}  // namespace

ExitCode record(const Options& options) {
    if (options.here) return record_here(options);
    if (options.profile.empty())
        throw Error(
            "record needs a profile (`testskew record ci`), or a command to be recorded in place "
            "(`testskew record --here -- pytest`)");
    const auto status = progress(options);
    const profile::Project project = project_with_ci(fs::current_path(), {options.profile});
    Profile profile = profile::load(project, options.profile, fs::current_path(), options.changes);
    if (!options.targets.empty()) profile.selection.targets.clear();
    for (const auto& target : options.targets)
        profile.selection.targets.push_back(profile::project_target(project, target, fs::current_path()));
    profile.selection.options.insert(profile.selection.options.end(), options.pytest_args.begin(),
                                     options.pytest_args.end());
    check_targets(profile, project.root);
    const fs::path output =
        fs::absolute(options.output.empty() ? fs::path(profile.name).filename().string() + ".jsonl" : options.output);
    if (!fs::is_directory(output.parent_path()))
        throw Error(fmt::format("{} is no folder: --output needs one that is there", output.parent_path().string()));

    auto settings = laboratory_options(options);
    // The key is never written to a file. Two machines that were given the same key can tell whether a variable has the
    // same value on both.
    settings.key = options.key.empty() ? random_hex(16) : sha256("testskew " + options.key);
    laboratory::Laboratory laboratory(project.root, workspace::make_run_folder(project.root), settings, *status);
    return hiding(laboratory, [&] { return record_side(options, profile, output, laboratory); });
}

}  // namespace testskew::cli
