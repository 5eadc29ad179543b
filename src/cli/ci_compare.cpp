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
#include "model/outcomes.hpp"
#include "report/assemble.hpp"
#include "report/ci_problems.hpp"
#include "report/facts.hpp"
#include "report/report.hpp"
#include "report/reproduction_words.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// One session of a leg.
struct LegSession {
    std::size_t leg = 0, session = 0;
};

/// A session in which tests pass that fail in another leg.
struct Partner : LegSession {
    bool all = false;  ///< every one of them
};

/// Where tests pass that fail in a session: recordings given as good first, else as passing_legs() has them. Each leg
/// is there once.
std::vector<Partner> partners(const std::vector<ReadLeg>& legs, const LegSession& bad) {
    std::vector<LegSession> places;
    std::vector<const Recording*> candidates;
    for (std::size_t leg = 0; leg < legs.size(); ++leg)
        for (std::size_t i = 0; leg != bad.leg && i < legs[leg].sessions.size(); ++i) {
            places.push_back({leg, i});
            candidates.push_back(&legs[leg].sessions[i]);
        }
    std::vector<Partner> result;
    std::set<std::size_t> used;
    for (const auto& one : compare::passing_legs(legs[bad.leg].sessions[bad.session], candidates))
        if (used.insert(places[one.index].leg).second) result.push_back({places[one.index], one.all});
    std::stable_partition(result.begin(), result.end(),
                          [&](const Partner& one) { return legs[one.leg].leg.given_as_good; });
    return result;
}

/// The report of a session beside a good one.
Report pair_report(const std::vector<ReadLeg>& legs, const LegSession& bad, const LegSession& good,
                   const std::filesystem::path& project) {
    const Recording &b = legs[bad.leg].sessions[bad.session], &g = legs[good.leg].sessions[good.session];
    report::RunFacts facts;
    facts.notes.emplace_back("compared from recordings: nothing was run here, so none of the differences was tested");
    if (const int count = compare::incomparable_variables(b, g))
        facts.notes.push_back(
            fmt::format("the values of {} that both legs have cannot be compared: each recording has a key of its own "
                        "(record both with the same --key, or TESTSKEW_KEY)",
                        count_of(count, "variable")));
    Report report = report::assemble(report::side(b), report::side(g), compare::compare(b, g), {}, facts);
    report.bad.name = legs[bad.leg].leg.name;
    report.good.name = legs[good.leg].leg.name;
    add_untested(report, project, b, g);
    return report;
}

/// The report of a session beside itself: all of its failures, and nothing that differs.
Report lone_report(const ReadLeg& bad, const Recording& session) {
    Report report =
        report::assemble(report::side(session), report::side(session), compare::compare(session, session), {}, {});
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

/// Adds the recorded failures that did not come again when the leg was set up here, so that no failing test of the leg
/// is lost and none counts as explained.
void keep_what_did_not_come_again(const Report& recorded, Report& now) {
    std::unordered_set<std::string> came;
    int last = 0;
    for (const Cluster& cluster : now.comparison.clusters) {
        last = std::max(last, cluster.id);
        for (const ClusterTest& test : cluster.tests)
            if (is_failure(test.bad)) came.insert(test.id);
    }
    for (Cluster cluster : recorded.comparison.clusters) {
        std::erase_if(cluster.tests,
                      [&](const ClusterTest& test) { return !is_failure(test.bad) || came.count(test.id) > 0; });
        if (cluster.tests.empty()) continue;
        cluster.id = ++last;
        cluster.no_result = {NoResultKind::not_again};
        now.comparison.clusters.push_back(std::move(cluster));
    }
}

/// The session of a leg in which a test of the cluster failed; the first if none is found.
const Recording* session_with(const ReadLeg& leg, const Cluster& cluster) {
    for (const Recording& session : leg.sessions) {
        const auto failing = compare::failing_tests(session);
        for (const ClusterTest& test : cluster.tests)
            if (std::find(failing.begin(), failing.end(), test.id) != failing.end()) return &session;
    }
    return &leg.sessions.front();
}

/// Sets both legs up again and attributes. Leaves the comparison as it is, with the reason, where that does not work.
void attribute_pair(const Options& options, const ReadLeg& bad, const ReadLeg& good, double minutes,
                    CiComparison& comparison) {
    Options run = options;
    run.bad = name_of_session(bad.file.string(), comparison.bad_session);
    run.good = name_of_session(good.file.string(), comparison.good_session);
    run.budget = minutes;
    run.json.reset();
    try {
        Report report = run_sides(run, [](const FinishedRun& finished) {
            write_file(finished.folder / "report.json", report::json(finished.report, finished.secrets), 0600);
        });
        const auto& again = report.bad.reproduction;
        if (report.cannot_install) {
            comparison.not_attributed = "no cause was looked for: one of the legs cannot be installed here";
        } else if (!has_regression(report)) {
            comparison.not_attributed =
                fmt::format("no cause was looked for: set up again here, {} and {} do not differ in their failures{}",
                            bad.leg.name, good.leg.name, again ? "; " + report::reproduction_words(*again) : "");
        } else {
            report.bad.name = bad.leg.name;
            report.good.name = good.leg.name;
            keep_what_did_not_come_again(comparison.report, report);
            comparison.report = std::move(report);
        }
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {  // whatever it is, the comparison of the recordings is still told
        comparison.not_attributed = fmt::format("no cause was looked for: {}", error.what());
    }
}

}  // namespace

std::vector<CiComparison> compare_legs(const std::vector<ReadLeg>& legs, const std::filesystem::path& project) {
    std::vector<CiComparison> result;
    for (std::size_t i = 0; i < legs.size(); ++i)
        for (std::size_t session = 0; session < legs[i].sessions.size(); ++session) {
            if (legs[i].leg.state != LegState::failed) continue;
            const LegSession bad{i, session};
            const auto others = partners(legs, bad);
            CiComparison one;
            one.bad = i;
            one.bad_session = static_cast<int>(session) + 1;
            one.report = others.empty() ? lone_report(legs[i], legs[i].sessions[session])
                                        : pair_report(legs, bad, others[0], project);
            if (!others.empty()) {
                one.good = others[0].leg;
                one.all_pass = others[0].all;
                one.good_session = static_cast<int>(others[0].session) + 1;
                for (std::size_t k = 1; k < others.size(); ++k) one.further.push_back(others[k].leg);
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
    std::vector<std::vector<std::unordered_set<std::string_view>>> passed(legs.size());
    for (std::size_t i = 0; i < legs.size(); ++i)
        for (const Recording& session : legs[i].sessions) passed[i].push_back(compare::passed_tests(session));
    const auto problems = report::ci_problems(report);
    for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i) {
        const report::CiProblem& problem = problems[i];
        if (!problem.in->good) continue;
        const Cluster& cluster = *problem.problem.clusters.front();
        const auto passes = [&](const std::unordered_set<std::string_view>& tests) {
            return std::all_of(cluster.tests.begin(), cluster.tests.end(),
                               [&](const ClusterTest& test) { return tests.count(test.id) > 0; });
        };
        CiSeen seen;
        std::vector<const Recording*> bad, good;
        std::vector<std::size_t> candidates = {*problem.in->good};
        candidates.insert(candidates.end(), problem.in->further.begin(), problem.in->further.end());
        for (const std::size_t leg : candidates) {
            const auto session = std::find_if(passed[leg].begin(), passed[leg].end(), passes);
            if (session == passed[leg].end()) continue;
            seen.passing.push_back(leg);
            good.push_back(&legs[leg].sessions[static_cast<std::size_t>(session - passed[leg].begin())]);
        }
        for (const std::size_t leg : problem.legs) bad.push_back(session_with(legs[leg], cluster));
        if (!good.empty() && bad.size() + good.size() > 2) seen.separations = compare::separating(bad, good);
        report.seen[cluster.fingerprint.digest] = std::move(seen);
    }
}

}  // namespace testskew::cli
