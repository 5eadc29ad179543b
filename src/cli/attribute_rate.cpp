// testskew attribute --rate: how often a failure comes on each side.
#include "cli/attribute_rate.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/attribution.hpp"
#include "cli/pipeline.hpp"
#include "cli/problem.hpp"
#include "investigation/rate_pairs.hpp"
#include "process/interruption.hpp"
#include "report/rate_words.hpp"

namespace testskew::cli {
namespace {

constexpr double default_budget = 600;  ///< seconds, as attribution has it

/// The clusters of the problem, copied, and the place of the first one in the report.
struct Chosen {
    std::vector<Cluster> clusters;
    Cluster* first = nullptr;
};

Chosen chosen_of(Report& report, int number) {
    Chosen chosen;
    for (const Cluster* cluster : problem_of(report, number).clusters) chosen.clusters.push_back(*cluster);
    for (Cluster& cluster : report.comparison.clusters)
        if (cluster.id == chosen.clusters.front().id) chosen.first = &cluster;
    return chosen;
}

void append(std::vector<SessionSummary>& sessions, const std::vector<SessionSummary>& more) {
    sessions.insert(sessions.end(), more.begin(), more.end());
}

}  // namespace

Report with_rate(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                 const sides::SidePair& sides) {
    const Stopwatch watch;
    Report report = saved.report;
    const Chosen chosen = chosen_of(report, options.rate_problem);
    investigation::Base base = base_of(saved);
    const std::size_t before = base.sessions.size();
    RateComparison rates = chosen.first->rate.value_or(RateComparison{});
    bool interrupted = false;
    process::allow_to_save(std::chrono::seconds(5));
    try {
        const double budget = options.budget > 0 ? 60 * options.budget : default_budget;
        investigation::run_rate_pairs(laboratory, sides, chosen.clusters, std::chrono::duration<double>(budget), base,
                                      rates);
    } catch (const Interrupted&) {
        interrupted = true;
    }
    if (rates.pairs() + rates.lost > 0) chosen.first->rate = rates;
    const std::vector<SessionSummary> more(base.sessions.begin() + static_cast<long>(before), base.sessions.end());
    append(report.sessions, more);
    if (report.attribution.done) append(report.attribution.sessions, more);
    report.seconds += watch.seconds();
    if (!interrupted) return report;
    save_run(saved.folder, saved.request, report, laboratory.options().secrets);
    if (chosen.first->rate)
        for (const auto& line : report::rate_lines(report, rates)) laboratory.status().note(line);
    fmt::print(stderr, "what was counted so far is kept: testskew attribute {} --rate {} goes on\n", report.run,
               options.rate_problem);
    throw Interrupted();
}

}  // namespace testskew::cli
