// testskew verify: whether what failed in a run passes everywhere after a change, and whether the change is why.
#include "verify/verify.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_sides.hpp"
#include "compare/compare.hpp"
#include "model/lookup.hpp"
#include "process/process.hpp"
#include "recording/read.hpp"
#include "report/facts.hpp"
#include "report/verification.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"
#include "verify/judge.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The run or the leg that is verified, with all that has to stay alive.
struct Verified {
    std::string name;  ///< of the run, or of the leg's file
    Report report;     ///< of the run
    std::vector<std::unique_ptr<Recording>> recordings;
    Comparison comparison;  ///< of a leg
    Earlier earlier;
    std::vector<verify::Problem> problems;
    std::optional<RunRequest> request;  ///< of the run; a leg has none
    std::vector<std::string> notes;
};

const Recording* read_into(Verified& verified, const fs::path& file, int session = 1) {
    verified.recordings.push_back(std::make_unique<Recording>(recording::read(file, session)));
    return verified.recordings.back().get();
}

void add_problem(Verified& verified, int number, ClusterKind kind, std::vector<const Cluster*> clusters,
                 const ClusterAttribution* found) {
    verify::Problem problem;
    problem.number = number;
    problem.kind = kind;
    problem.error = report::error_line(clusters.front()->error);
    problem.needs_others = found && found->cause && found->cause->follows(Factor::selection);
    for (const Cluster* cluster : clusters) {
        const Repetition& again = cluster->repetition;
        problem.needs_others = problem.needs_others || again.differs_alone;
    }
    problem.among_others_only = kind == ClusterKind::flaky && !verify::seen_alone(clusters);
    const verify::Rate rate = verify::rarest(clusters, !problem.among_others_only);
    problem.failed = rate.failed;
    problem.sessions = rate.sessions;
    problem.clusters = std::move(clusters);
    verified.problems.push_back(std::move(problem));
}

/// What failed in a run: its problems by their numbers, then the failures that have none.
void add_problems(Verified& verified) {
    for (const auto& problem : report::problems(verified.report))
        add_problem(verified, problem.number,
                    problem.found && problem.found->flaky ? ClusterKind::flaky : problem.clusters.front()->kind,
                    problem.clusters, problem.found);
    for (const Cluster& cluster : verified.report.comparison.clusters)
        if (cluster.kind != ClusterKind::regression && cluster.kind != ClusterKind::flaky)
            add_problem(verified, 0, cluster.kind, {&cluster}, report::attribution_of(verified.report, cluster.id));
}

/// The files that a side shall see now. A leg's commit does not have the change, and neither has a commit that both
/// sides were given.
FilesSpec files_now(const Profile& profile, const Profile& other) {
    const bool fixed = profile.files.kind == FilesSpec::Kind::ref;
    if (profile.recording || (fixed && (profile.files == other.files || other.recording))) return {};
    return profile.files;
}

Verified of_run(const fs::path& folder, const profile::Project& project) {
    SavedRun saved = load_run(folder);
    Verified verified;
    verified.name = folder.filename().string();
    require_project(saved, project.root);
    if (saved.report.cannot_install)
        throw Error(fmt::format("{} could not be installed in {}: `testskew run` tries it again",
                                saved.report.cannot_install->side, verified.name));
    if (saved.report.comparison.clusters.empty())
        throw Error(fmt::format("no test failed in {}: there is nothing to verify", verified.name));
    verified.report = std::move(saved.report);
    add_problems(verified);
    ProfilePair pair = profiles_of(saved.request);
    const FilesSpec bad_files = files_now(pair.bad, pair.good), good_files = files_now(pair.good, pair.bad);
    const auto side = [&](SideName name, Profile profile, const FilesSpec& files, const PackageSet& packages,
                          const std::string& recording, const std::string& extra) {
        EarlierSide result{name, std::move(profile), packages, "", nullptr, nullptr};
        result.before = read_into(verified, folder / recording);
        if (!extra.empty()) result.extra = read_into(verified, folder / extra);
        result.state =
            result.profile.files.kind == FilesSpec::Kind::worktree ? saved.request.files : commit_of(*result.before);
        if (!(files == result.profile.files))
            verified.notes.push_back(fmt::format("{} had the files of a commit in the run, and sees those on disk now",
                                                 result.profile.name));
        else if (files.kind == FilesSpec::Kind::tracked)
            verified.notes.push_back(fmt::format(
                "{} sees what is committed: a change that is not is not verified there", result.profile.name));
        result.profile.files = files;
        verified.earlier.sides.push_back(std::move(result));
    };
    side(SideName::bad, pair.bad, bad_files, verified.report.bad.packages, saved.request.recording_bad,
         saved.request.extra_bad);
    side(SideName::good, pair.good, good_files, verified.report.good.packages, saved.request.recording_good,
         saved.request.extra_good);
    verified.earlier.directory = saved.request.directory;
    verified.earlier.profiles = [request = saved.request](const fs::path& directory) {
        RunRequest there = request;
        there.directory = directory.string();
        const ProfilePair earlier = profiles_of(there);
        return std::vector<Profile>{earlier.bad, earlier.good};
    };
    verified.request = saved.request;
    return verified;
}

Verified of_leg(const RecordingName& leg, const profile::Project& project) {
    Verified verified;
    verified.name = fs::path(leg.path).filename().string();
    const Recording* before = read_into(verified, leg.path, leg.number());
    verified.comparison = compare::compare(*before, *before);
    int number = 0;
    for (const Cluster& cluster : verified.comparison.clusters)
        add_problem(verified, ++number, ClusterKind::regression, {&cluster}, nullptr);
    if (number == 0) throw Error(fmt::format("no test failed in {}: there is nothing to verify", verified.name));
    const fs::path here = fs::current_path();
    EarlierSide side{SideName::bad,
                     profile::load(project, name_of_session(leg.path, leg.number()), here),
                     {},
                     commit_of(*before),
                     before,
                     nullptr};
    side.profile.files = {};
    verified.earlier.sides.push_back(std::move(side));
    verified.earlier.directory = here;
    verified.earlier.profiles = [](const fs::path&) { return std::vector<Profile>{}; };
    return verified;
}

ExitCode check(const Options& options, const Verified& verified, laboratory::Laboratory& laboratory) {
    const Stopwatch watch;
    VerifySides sides(laboratory, verified.earlier);
    verify::Question question;
    question.sides = sides.make(options.also);
    question.problems = verified.problems;
    question.collected = verified.earlier.sides.front().before;
    question.files_known = sides.files_known();
    question.changed = sides.any_change();
    question.repeats = options.looks;
    question.undo = options.undo;
    Verification result = verify::verify(laboratory, question);
    result.run = verified.name;
    result.changed = sides.changed();
    result.notes = verified.notes;
    result.edited = laboratory.files().edited();
    if (!result.edited.empty()) result.notes.push_back(result.edited);
    result.seconds = watch.seconds();
    result.exit_code = verify::exit_code(result, options.strict);
    const Secrets& secrets = laboratory.options().secrets;
    const std::string json = report::verification_json(result, secrets);
    write_file(laboratory.run_folder() / "verify.json", json, 0600);
    if (!options.json || !give_json(options, json))
        print_text(report::verification_text(result, secrets, text_options(options)));
    return result.exit_code;
}

}  // namespace

ExitCode verify(const Options& options) {
    const auto project = profile::find_project(fs::current_path());
    const RecordingName leg = recording_name(options.run);
    if (leg.names_one() && !is_file(leg.path))
        throw Error(fmt::format("{}: there is no such recording", printable(options.run)));
    Verified verified =
        leg.names_one() ? of_leg(leg, project) : of_run(workspace::run_or_latest(project.root, options.run), project);
    const auto status = progress(options);
    auto settings = verified.request ? options_of_run(options, *verified.request) : laboratory_options(options);
    laboratory::Laboratory laboratory(project.root, workspace::make_run_folder(project.root), settings, *status);
    return hiding(laboratory, [&] { return check(options, verified, laboratory); });
}

}  // namespace testskew::cli
