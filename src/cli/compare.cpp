// testskew compare: compares two recordings, which may come from other machines, or more of them as one table. It runs
// nothing but with --attribute.
#include "compare/compare.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/compare_attribute.hpp"
#include "cli/compare_matrix.hpp"
#include "cli/explanations.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "compare/differences.hpp"
#include "profile/profile.hpp"
#include "recording/leg_head.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// The recording of this word, which need not end in ".jsonl". Throws Error if it has no such session.
recording::SessionFile asked(const std::string& word) {
    const RecordingName name = recording_name(word);
    const recording::SessionFile file = {name.names_one() ? name.path : word, name.number()};
    const auto head = recording::read_leg_head(file.path);
    const int sessions = head ? head->sessions : 1;
    if (sessions == 0 || file.session > sessions)
        throw Error(fmt::format("{} holds {} of pytest: there is no session {}", printable(file.path.string()),
                                sessions ? count_of(sessions, "session") : "no session", file.session));
    return file;
}

}  // namespace

ExitCode compare(const Options& options) {
    check_attribute(options);
    if (!names_two_recordings(options.recordings) || !options.plan.empty()) return compare_matrix(options);
    const Stopwatch watch;
    const auto [bad, good] = recording::read_both(asked(options.recordings.at(0)), asked(options.recordings.at(1)));
    report::RunFacts facts;
    facts.strict = options.strict;
    facts.notes.emplace_back(
        "compared from recordings: nothing was run here, so none of the differences can be tested");
    if (const int count = testskew::compare::incomparable_variables(bad, good))
        facts.notes.push_back(
            fmt::format("the values of {} that both sides have cannot be compared: each recording has a key of its own "
                        "(record both with the same --key, or TESTSKEW_KEY)",
                        count_of(count, "variable")));
    facts.seconds = watch.seconds();
    Report report =
        report::assemble(report::side(bad), report::side(good), testskew::compare::compare(bad, good), {}, facts);
    // The tests may be those of the project in which the program was started. A file counts only if it is as recorded.
    const std::filesystem::path project = profile::project_root(std::filesystem::current_path());
    add_untested(report, project, bad, good);
    render(options, report, project);
    if (options.attribute_failure && report.exit_code == ExitCode::unattributed)
        return attribute_pair(options, options.recordings.at(0), options.recordings.at(1));
    return report.exit_code;
}

}  // namespace testskew::cli
