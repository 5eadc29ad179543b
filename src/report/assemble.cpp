#include "report/assemble.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/node_id.hpp"
#include "report/facts.hpp"
#include "report/skips.hpp"
#include "util/last_error_line.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t longest_reason = 240;  ///< for which pytest did not start

/// Why pytest did not start, in its own words: of a usage error, what follows "error:", without the places that it adds
/// in further lines; else all that it said (pluggy says last what is wrong with a hook).
std::string why_not_started(const std::string& usage_error) {
    const auto lines = split(trim(usage_error), '\n');
    for (const auto& line : lines)
        if (const size_t at = line.find("error: "); at != std::string::npos)
            return std::string(trim(line.substr(at + 7)));
    return one_line(usage_error, longest_reason);
}

std::string ended(const Recording& recording) {
    if (recording.timed_out) return fmt::format("timed out after {:.0f} s", recording.seconds);
    if (recording.signal) return fmt::format("killed by signal {}", recording.signal);
    const bool import = std::any_of(recording.collection.begin(), recording.collection.end(), [](const auto& c) {
        return c.id == whole_collection_id && c.outcome == CollectOutcome::failed;
    });
    if (!recording.usage_error.empty() && import)
        return "pytest did not start: a conftest.py or a plugin could not be imported";
    if (!recording.usage_error.empty())
        return fmt::format("pytest did not start: {}", why_not_started(recording.usage_error));
    const bool nothing = recording.tests.empty() && recording.collection.empty();
    if (recording.complete && recording.exit_status != 0 && recording.exit_status != 5 &&
        (recording.exit_status > 1 || nothing)) {
        const bool collection = std::any_of(recording.collection.begin(), recording.collection.end(),
                                            [](const auto& c) { return c.outcome == CollectOutcome::failed; });
        if (recording.exit_status == 2 && collection) return "errors while collecting";
        // The last line of the output may be what a test printed, so pytest's own words are preferred.
        const std::string why =
            !recording.internal_error.empty()
                ? recording.internal_error
                : std::string(last_error_line(recording.err.empty() ? recording.out : recording.err));
        return why.empty() ? fmt::format("exit status {}", recording.exit_status)
                           : fmt::format("exit status {}: {}", recording.exit_status, why);
    }
    if (nothing) return nothing_collected;
    return {};
}

std::string selection(const Selection& selection) {
    std::string targets = shell_command(selection.targets);
    if (selection.targets.size() > 2 || targets.size() > 60)
        targets = count_of(static_cast<long>(selection.targets.size()), "target");
    const bool files =
        selection.targets.size() > 1 && std::all_of(selection.targets.begin(), selection.targets.end(),
                                                    [](const std::string& t) { return t.ends_with(".py"); });
    if (files) targets = count_of(static_cast<long>(selection.targets.size()), "file");
    const std::string options = shell_command(selection.options);
    if (targets.empty()) targets = options.empty() ? "all tests" : "";
    return targets + (targets.empty() || options.empty() ? "" : " ") + options;
}

/// "1706 tests of tests/test_app.py are only in local, 2 only in ci".
std::string one_sided_note(const Report& report, const OneSidedTests& file) {
    const bool more_on_bad = file.bad > file.good;
    const int more = std::max(file.bad, file.good), fewer = std::min(file.bad, file.good);
    const std::string name = more_on_bad ? bad_name(report) : good_name(report);
    const std::string rest =
        fewer ? fmt::format(", {} only in {}", fewer, more_on_bad ? good_name(report) : bad_name(report)) : "";
    return fmt::format("{} of {} {} only in {}{}", count_of(more, "test"), file.path, more == 1 ? "is" : "are", name,
                       rest);
}

}  // namespace

ReportSide side(const Recording& recording, const Environment* environment, const Profile* profile) {
    ReportSide result;
    result.name = profile ? profile->name : recording.profile;
    result.python = environment ? environment->interpreter.version : recording.interpreter.version;
    if (environment) {
        result.packages = environment->packages;
        result.provenance = environment->provenance;
    } else {
        for (const auto& [name, version] : recording.distributions) result.packages[name] = {version, ""};
    }
    result.selection = selection(recording.selection);
    result.outcomes = counts_of(recording, CountedAs::pytest);
    result.seconds = recording.seconds;
    result.ended = ended(recording);
    // A recording that is incomplete may lack failures, so it must not look like a success.
    if (result.ended.empty() && (recording.truncated || !recording.complete))
        result.ended = "the recording was cut off";
    auto& notes = result.provenance.notes;
    if (recording.truncated)
        notes.push_back(
            "the recording is damaged: what could not be read of it, or was no record, is not in this report");
    if (!recording.complete)
        notes.push_back("the recording has no end: the session was cut off, and later tests are missing");
    if (!recording.probe_loaded && recording.complete)
        notes.push_back("the probe did not load: outcomes only, and no swallowed exceptions");
    if (!recording.troubles.empty()) {
        const std::string more =
            recording.troubles.size() > 1 ? fmt::format(" and {} more", recording.troubles.size() - 1) : "";
        notes.push_back(
            fmt::format("the probe had trouble, so something may be missing here ({}{}): please tell its authors",
                        recording.troubles.front(), more));
    }
    for (const auto& [kind, count] : recording.left_out)
        notes.push_back(
            fmt::format("the recording has more than is read: {} left out", count_of(count, kind + " record")));
    const long rerun =
        std::count_if(recording.tests.begin(), recording.tests.end(), [](const TestRecord& t) { return t.reruns > 0; });
    if (rerun)
        notes.push_back(fmt::format("{} run again by a plugin: the last attempt counts",
                                    rerun == 1 ? "1 test was" : fmt::format("{} tests were", rerun)));
    for (std::string note : {stopped_note(recording), skips_note(recording), refused_note(recording)})
        if (!note.empty()) notes.push_back(std::move(note));
    for (const MissingLookup& lookup : recording.missing)
        if (lookup.kind == "environ" &&
            std::find(result.missing.begin(), result.missing.end(), lookup.name) == result.missing.end())
            result.missing.push_back(lookup.name);
    return result;
}

Report assemble(ReportSide bad, ReportSide good, Comparison comparison, Attribution attribution, RunFacts facts) {
    Report report;
    report.run = std::move(facts.run);
    report.run_directory = std::move(facts.run_directory);
    report.workspace = std::move(facts.workspace);
    report.bad = std::move(bad);
    report.good = std::move(good);
    report.comparison = std::move(comparison);
    report.sessions = attribution.sessions;
    report.attribution = std::move(attribution);
    report.notes = std::move(facts.notes);
    for (const OneSidedTests& file : report.comparison.one_sided_tests)
        report.notes.push_back(one_sided_note(report, file));
    report.seconds = facts.seconds;
    report.exit_code = exit_code(report, facts.strict);
    return report;
}

ExitCode exit_code(const Report& report, bool strict) {
    const auto nothing = [](const ReportSide& side) { return side.outcomes.empty(); };
    int regressions = 0, shown = 0;
    for (const Cluster& cluster : report.comparison.clusters) {
        if (cluster.kind != ClusterKind::regression) continue;
        ++regressions;
        const ClusterAttribution* found = attribution_of(report, cluster.id);
        if (found && shown_cause(*found)) ++shown;
    }
    // A cause of what came again explains nothing of what did not.
    const bool missing = report.bad.reproduction && !report.bad.reproduction->whole();
    if (regressions) return regressions == shown && !missing ? ExitCode::attributed : ExitCode::unattributed;
    if (nothing(report.bad) || nothing(report.good)) return ExitCode::environment;
    if (!report.comparison.clusters.empty()) return ExitCode::unattributed;
    if (missing || !report.bad.ended.empty() || !report.good.ended.empty()) return ExitCode::unattributed;
    if (strict && !report.comparison.other_differences.empty()) return ExitCode::unattributed;
    return ExitCode::ok;
}

}  // namespace testskew::report
