// testskew compare: two recordings made anywhere; nothing is run.
#include "compare/compare.hpp"

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"

namespace testskew::cli {

ExitCode compare(const Options& options) {
    const Stopwatch watch;
    const auto [bad, good] = recording::read_both(options.recordings.at(0), options.recordings.at(1));
    report::RunFacts facts;
    facts.strict = options.strict;
    facts.notes.emplace_back(
        "compared from recordings: nothing was run here, so none of the differences can be tested");
    facts.seconds = watch.seconds();
    const Report report =
        report::assemble(report::side(bad), report::side(good), testskew::compare::compare(bad, good), {}, facts);
    render(options, report);
    return static_cast<ExitCode>(report.exit_code);
}

}  // namespace testskew::cli
