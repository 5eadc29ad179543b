#include "cli/ci_compare.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>

#include "cli/explanations.hpp"
#include "cli/pipeline.hpp"
#include "cli/run_sides.hpp"
#include "compare/compare.hpp"
#include "compare/differences.hpp"
#include "compare/nearest.hpp"
#include "report/assemble.hpp"
#include "report/ci_problems.hpp"
#include "report/facts.hpp"
#include "report/report.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// Where tests pass that fail in a leg: recordings given as good first, else as passing_legs() has them.
std::vector<compare::PassingLeg> partners(const std::vector<ReadLeg>& legs, std::size_t bad) {
    std::vector<const Recording*> candidates;
    for (std::size_t i = 0; i < legs.size(); ++i)
        candidates.push_back(i != bad && legs[i].recording ? &*legs[i].recording : nullptr);
    auto result = compare::passing_legs(*legs[bad].recording, candidates);
    std::stable_partition(result.begin(), result.end(),
                          [&](const compare::PassingLeg& one) { return legs[one.index].leg.given_as_good; });
    return result;
}

/// The report of a leg beside a good one.
Report pair_report(const ReadLeg& bad, const ReadLeg& good, const std::filesystem::path& project) {
    const Recording &b = *bad.recording, &g = *good.recording;
    report::RunFacts facts;
    facts.notes.emplace_back("compared from recordings: nothing was run here, so none of the differences was tested");
    if (const int count = compare::incomparable_variables(b, g))
        facts.notes.push_back(
            fmt::format("the values of {} that both legs have cannot be compared: each recording has a key of its own "
                        "(record both with the same --key, or TESTSKEW_KEY)",
                        count_of(count, "variable")));
    Report report = report::assemble(report::side(b), report::side(g), compare::compare(b, g), {}, facts);
    report.bad.name = bad.leg.name;
    report.good.name = good.leg.name;
    add_untested(report, project, b, g);
    return report;
}

/// The report of a leg beside itself: all of its failures, and nothing that differs.
Report lone_report(const ReadLeg& bad) {
    const Recording& b = *bad.recording;
    Report report = report::assemble(report::side(b), report::side(b), compare::compare(b, b), {}, {});
    report.bad.name = report.good.name = bad.leg.name;
    return report;
}

/// The fingerprints of failures whose cause was shown.
std::set<std::string> explained(const Report& report) {
    std::set<std::string> digests;
    for (const Cluster& cluster : report.comparison.clusters)
        if (const auto* found = report::attribution_of(report, cluster.id); found && report::shown_cause(*found))
            digests.insert(cluster.fingerprint.digest);
    return digests;
}

bool all_within(const Report& report, const std::set<std::string>& digests) {
    return std::all_of(report.comparison.clusters.begin(), report.comparison.clusters.end(), [&](const Cluster& one) {
        return one.kind != ClusterKind::regression || digests.count(one.fingerprint.digest);
    });
}

bool has_regression(const Report& report) {
    return std::any_of(report.comparison.clusters.begin(), report.comparison.clusters.end(),
                       [](const Cluster& one) { return one.kind == ClusterKind::regression; });
}

/// Sets both legs up again and attributes. Leaves the comparison as it is, with the reason, where that does not work.
void attribute_pair(const Options& options, const ReadLeg& bad, const ReadLeg& good, double minutes,
                    CiComparison& comparison) {
    Options run = options;
    run.bad = bad.file.string();
    run.good = good.file.string();
    run.budget = minutes;
    run.json.reset();
    try {
        Report report = run_sides(run, [](const FinishedRun& finished) {
            write_file(finished.folder / "report.json", report::json(finished.report, finished.secrets), 0600);
        });
        if (report.cannot_install) {
            comparison.not_attributed = "no cause was looked for: one of the legs cannot be installed here";
        } else if (!has_regression(report)) {
            comparison.not_attributed = fmt::format(
                "no cause was looked for: set up again here, {} and {} do not differ in their failures{}", bad.leg.name,
                good.leg.name, report.bad.notes.empty() ? "" : "; " + report.bad.notes.front());
        } else {
            report.bad.name = bad.leg.name;
            report.good.name = good.leg.name;
            comparison.report = std::move(report);
        }
    } catch (const Error& error) {
        comparison.not_attributed = fmt::format("no cause was looked for: {}", error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        comparison.not_attributed = fmt::format("no cause was looked for: {}", error.what());
    }
}

}  // namespace

std::vector<CiComparison> compare_legs(const std::vector<ReadLeg>& legs, const std::filesystem::path& project) {
    std::vector<CiComparison> result;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        if (legs[i].leg.state != LegState::failed || !legs[i].recording) continue;
        CiComparison one;
        one.bad = i;
        const auto others = partners(legs, i);
        one.report = others.empty() ? lone_report(legs[i]) : pair_report(legs[i], legs[others[0].index], project);
        if (!others.empty()) {
            one.good = others[0].index;
            one.all_pass = others[0].all;
            for (std::size_t k = 1; k < others.size(); ++k) one.further.push_back(others[k].index);
        }
        // A leg that failed before or after its tests has nothing that could be compared.
        if (!one.report.comparison.clusters.empty()) result.push_back(std::move(one));
    }
    return result;
}

void attribute_legs(const Options& options, const std::vector<ReadLeg>& legs, std::vector<CiComparison>& comparisons) {
    const Stopwatch watch;
    std::set<std::string> known;
    for (CiComparison& comparison : comparisons) {
        if (!comparison.good || !has_regression(comparison.report)) continue;
        if (all_within(comparison.report, known)) continue;
        const double left = options.budget - watch.seconds() / 60;
        if (left <= 0) {
            comparison.not_attributed = "no cause was looked for: the time was used up (--budget)";
            continue;
        }
        attribute_pair(options, legs[comparison.bad], legs[*comparison.good], left, comparison);
        known.merge(explained(comparison.report));
    }
}

void look_across(const std::vector<ReadLeg>& legs, CiReport& report) {
    constexpr std::size_t most_problems = 100;  // as many as anybody reads
    std::vector<std::unordered_set<std::string_view>> passed(legs.size());
    for (std::size_t i = 0; i < legs.size(); ++i)
        if (legs[i].recording) passed[i] = compare::passed_tests(*legs[i].recording);
    const auto problems = report::ci_problems(report);
    for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i) {
        const report::CiProblem& problem = problems[i];
        if (!problem.in->good) continue;
        const Cluster& cluster = *problem.problem.clusters.front();
        CiSeen seen;
        std::vector<std::size_t> candidates = {*problem.in->good};
        candidates.insert(candidates.end(), problem.in->further.begin(), problem.in->further.end());
        for (const std::size_t leg : candidates)
            if (std::all_of(cluster.tests.begin(), cluster.tests.end(),
                            [&](const ClusterTest& test) { return passed[leg].count(test.id) > 0; }))
                seen.passing.push_back(leg);
        std::vector<const Recording*> bad, good;
        for (const std::size_t leg : problem.legs) bad.push_back(&*legs[leg].recording);
        for (const std::size_t leg : seen.passing) good.push_back(&*legs[leg].recording);
        if (!good.empty() && bad.size() + good.size() > 2) seen.separations = compare::separating(bad, good);
        report.seen[cluster.fingerprint.digest] = std::move(seen);
    }
}

}  // namespace testskew::cli
