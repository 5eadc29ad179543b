#include "report/ci_problems.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/json.hpp"
#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// The problems of one comparison: those that the report numbers, and what else failed in the leg.
std::vector<Problem> problems_of(const CiComparison& comparison) {
    std::vector<Problem> result = problems(comparison.report);
    std::map<std::string, std::size_t> folded;
    for (const Cluster& cluster : comparison.report.comparison.clusters) {
        if (cluster.kind != ClusterKind::common && cluster.kind != ClusterKind::one_sided) continue;
        const bool here = std::any_of(cluster.tests.begin(), cluster.tests.end(),
                                      [](const ClusterTest& test) { return is_failure(test.bad); });
        if (!here) continue;
        const auto [at, added] = folded.try_emplace(fold_key(cluster), result.size());
        if (added) result.emplace_back();
        result[at->second].clusters.push_back(&cluster);
    }
    return result;
}

int rank(const CiProblem& problem) {
    if (problem.flaky()) return 4;
    if (!problem.cause()) return 3;
    switch (problem.cause()->verdict) {
        case VerdictKind::proven: return 0;
        case VerdictKind::supported: return 1;
        case VerdictKind::interaction: return 2;
        default: return 3;
    }
}

}  // namespace

std::string in_repository(const CiReport& report, const std::string& path) {
    const std::string shown = one_line(path, 1000);
    if (shown.empty() || shown[0] == '/' || shown[0] == '<' || shown.starts_with("..") || shown == ".") return {};
    return report.folder.empty() ? shown : report.folder + "/" + shown;
}

std::vector<CiProblem> ci_problems(const CiReport& report) {
    std::vector<CiProblem> result;
    std::map<std::string, std::size_t> known;
    for (const CiComparison& comparison : report.comparisons)
        for (Problem& problem : problems_of(comparison)) {
            CiProblem one{&comparison, std::move(problem), {comparison.bad}};
            const auto [at, added] = known.try_emplace(one.problem.clusters.front()->fingerprint.digest, result.size());
            if (added) {
                result.push_back(std::move(one));
                continue;
            }
            CiProblem& first = result[at->second];
            auto legs = first.legs;
            if (std::find(legs.begin(), legs.end(), comparison.bad) == legs.end()) legs.push_back(comparison.bad);
            const bool more = std::tuple(rank(one), !one.in->good) < std::tuple(rank(first), !first.in->good);
            if (more) first = std::move(one);
            first.legs = std::move(legs);
        }
    std::stable_sort(result.begin(), result.end(), [](const CiProblem& a, const CiProblem& b) {
        const auto key = [](const CiProblem& p) {
            return std::tuple(rank(p), -static_cast<long>(p.legs.size()), -p.problem.tests());
        };
        return key(a) < key(b);
    });
    return result;
}

Anchor anchor(const CiReport& report, const CiProblem& problem) {
    const Failure& error = problem.error();
    if (const std::string path = in_repository(report, error.path); !path.empty()) return {path, error.line};
    for (const Cluster* cluster : problem.problem.clusters)
        for (const ClusterTest& test : cluster->tests)
            if (const std::string path = in_repository(report, module_of(test.id)); path.ends_with(".py"))
                return {path, 0};
    return {};
}

CiReport without_secrets(const CiReport& report, const Secrets& secrets) {
    CiReport result = report;
    for (CiComparison& comparison : result.comparisons) {
        comparison.report = testskew::without_secrets(comparison.report, secrets);
        comparison.not_attributed = secrets.hide(comparison.not_attributed);
    }
    for (CiLeg& leg : result.legs) {
        leg.name = secrets.hide(leg.name);
        leg.file = secrets.hide(leg.file);
        leg.why = secrets.hide(leg.why);
    }
    for (auto& [digest, seen] : result.seen)
        for (CiSeparation& one : seen.separations)
            for (auto* values : {&one.failing, &one.passing})
                for (std::string& value : *values) value = secrets.hide(value);
    for (std::string& note : result.notes) note = secrets.hide(note);
    return result;
}

ExitCode exit_code(const CiReport& report) {
    if (!report.failed()) return ExitCode::ok;
    const auto all = ci_problems(report);
    const bool told = std::all_of(all.begin(), all.end(), [](const CiProblem& one) {
        return one.problem.found && shown_cause(*one.problem.found);
    });
    std::set<std::size_t> with_tests;
    for (const CiComparison& one : report.comparisons) with_tests.insert(one.bad);
    const auto failed = std::count_if(report.legs.begin(), report.legs.end(),
                                      [](const CiLeg& leg) { return leg.state == LegState::failed; });
    return told && !all.empty() && failed == static_cast<std::ptrdiff_t>(with_tests.size()) ? ExitCode::attributed
                                                                                            : ExitCode::unattributed;
}

}  // namespace testskew::report
