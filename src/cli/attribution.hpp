#pragma once
#include "cli/options.hpp"
#include "cli/pipeline.hpp"
#include "cli/run_state.hpp"
#include "investigation/base.hpp"
#include "investigation/investigate.hpp"
#include "laboratory/laboratory.hpp"

/// The search for causes, which `run` and `attribute` have in common.
namespace testskew::cli {

/// True if there is a regression, whose cause can be looked for.
bool worth_attributing(const Report& report);

/// The comparison that an earlier invocation made, from its recordings.
investigation::Base base_of(const SavedRun& saved);

/// A run whose sides were compared, which is where the search for causes begins.
struct ComparedRun {
    laboratory::Laboratory& laboratory;
    const sides::SidePair& sides;
    const investigation::Base& base;
    const RunRequest& request;
    bool run_ahead = true;  ///< InvestigationOptions::run_ahead
};

/// How the causes of a run are looked for. `run` and `report` must outlive it.
investigation::InvestigationOptions attribution_options(const Options& options, const ComparedRun& run,
                                                        const Report& report);

/// Looks for the causes and returns the report with what was found. If the user interrupts the search, it saves what
/// was known by then, prints how the run can be continued, and throws Interrupted.
Report with_attribution(const Options& options, const ComparedRun& run, Report report, const Stopwatch& watch);

}  // namespace testskew::cli
