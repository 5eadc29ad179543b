// testskew ci: what a step of CI does after the tests. It says which legs failed, compares them with legs that passed,
// and writes this where the CI shows it.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "cli/ci_compare.hpp"
#include "cli/ci_legs.hpp"
#include "cli/ci_output.hpp"
#include "cli/commands.hpp"
#include "cli/error_log.hpp"
#include "profile/profile.hpp"
#include "report/ci_problems.hpp"
#include "report/facts.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

std::vector<std::string> asked_for(const Options& options) {
    constexpr const char* usual = "leg.jsonl";  // what `record --here` writes
    if (!options.recordings.empty()) return options.recordings;
    if (is_file(usual)) return {usual};
    throw Error("there is no leg.jsonl here, which `testskew record --here` writes: name recordings, or their folder");
}

CiReport found(const Options& options) {
    CiReport report;
    std::vector<ReadLeg> legs = read_legs(asked_for(options), options.good_recordings, report.notes);
    leave_out_strangers(legs);
    const fs::path project = profile::project_root(fs::current_path());
    report.comparisons = compare_legs(legs, project);
    if (options.budget > 0) attribute_legs(options, legs, report.comparisons);
    for (const ReadLeg& leg : legs) report.legs.push_back(leg.leg);
    look_across(legs, report);
    report.folder = folder_in_repository(project.string());
    report.exit_code = report::exit_code(report);
    return report;
}

/// The exit code of what was found, for those who asked for it. A good recording alone is no leg that passed.
ExitCode code_of(const CiReport& report) {
    const bool usable = std::any_of(report.legs.begin(), report.legs.end(), [](const CiLeg& leg) {
        return !leg.given_as_good && (leg.state == LegState::failed || leg.state == LegState::passed);
    });
    return usable ? report.exit_code : ExitCode::usage;
}

}  // namespace

ExitCode ci(const Options& options) {
    // The tests have made the leg red or green; whatever goes wrong here must not change that.
    try {
        const CiReport report = found(options);
        for (const CiLeg& leg : report.legs)
            if (leg.state == LegState::unusable || leg.state == LegState::no_session)
                fmt::print(stderr, "testskew: {}\n", report::one_line(leg.why, 1000));
        publish_ci(options, report);
        return options.exit_code ? code_of(report) : ExitCode::ok;
    } catch (const Error& error) {
        if (options.exit_code) throw;
        warn_ci(error.what());
        give_json(options, error_document(error.what(), error.code));
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        if (options.exit_code) throw;
        report_internal_error(options, {"testskew", "ci"}, error);
    }
    return ExitCode::ok;
}

}  // namespace testskew::cli
