#include "report/suspicion_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/once.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_suspected = 3;   ///< differences that one clause names
constexpr std::size_t most_suspicions = 3;  ///< of the clusters of one problem

std::string thing(const DeltaName& name) {
    switch (name.factor) {
        case Factor::interpreter: return "the interpreter";
        case Factor::packages: return "package " + name.delta;
        case Factor::environ: return "variable " + name.delta;
        case Factor::files: return "file " + name.delta;
        case Factor::selection:
        case Factor::host: break;
    }
    return name.delta;
}

std::string place(const Suspicion& suspicion) {
    if (suspicion.path.empty()) return "";
    return suspicion.line ? fmt::format(" at {}:{}", suspicion.path, suspicion.line) : " at " + suspicion.path;
}

std::string reason(const Suspicion& suspicion) {
    switch (suspicion.why) {
        case SuspicionKind::changed: return suspicion.what + " differs between the two versions";
        case SuspicionKind::asked: return "asked for" + place(suspicion);
        case SuspicionKind::missing: return "looked for and not found" + place(suspicion);
        case SuspicionKind::mentioned: return "the failure names it";
        case SuspicionKind::passed: return "the exception was raised in it" + place(suspicion);
        case SuspicionKind::state: return fmt::format("it leaves {} changed", suspicion.what);
        case SuspicionKind::mock: return "a mock stands where the test has a value" + place(suspicion);
        case SuspicionKind::warned:
            return fmt::format("it gave {} on the other side{}", suspicion.what, place(suspicion));
        case SuspicionKind::symptom: break;
    }
    return fmt::format("it may decide over what speaks of {}", suspicion.what);
}

/// True if every factor of the suspicion was ruled out for the cluster.
bool is_ruled_out(const ClusterAttribution* found, const Suspicion& suspicion) {
    return found && std::all_of(suspicion.deltas.begin(), suspicion.deltas.end(), [&](const DeltaName& name) {
               return std::any_of(found->verdicts.begin(), found->verdicts.end(), [&](const Verdict& verdict) {
                   return verdict.factor == name.factor && verdict.kind == VerdictKind::ruled_out;
               });
           });
}

}  // namespace

std::string suspicion_words(const Suspicion& suspicion) {
    std::vector<std::string> things;
    for (const DeltaName& name : suspicion.deltas) things.push_back(one_line(thing(name), 80));
    return fmt::format("{}: {}", enumerated(shortened(things, most_suspected)), one_line(reason(suspicion), 160));
}

std::vector<std::string> suspicion_lines(const Report& report, const std::vector<const Cluster*>& clusters) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : clusters) {
        const ClusterAttribution* found = attribution_of(report, cluster->id);
        if (cluster->kind != ClusterKind::regression || (found && (found->flaky || shown_cause(*found)))) continue;
        for (const Suspicion& suspicion : report.attribution.suspicions)
            if (suspicion.cluster == cluster->id && suspicion.why != SuspicionKind::changed &&
                !is_ruled_out(found, suspicion) && lines.size() < most_suspicions)
                add_once(lines, suspicion_words(suspicion) + (found ? " (not proven)" : " (not tested)"));
    }
    return lines;
}

std::vector<std::string> points_to(const Comparison& comparison, const std::vector<Suspicion>& suspicions) {
    std::vector<std::pair<std::string, long>> counts;
    long nowhere = 0;
    for (const Cluster& cluster : comparison.clusters) {
        if (cluster.kind != ClusterKind::regression) continue;
        const auto tests = static_cast<long>(cluster.tests.size());
        const auto first = std::find_if(suspicions.begin(), suspicions.end(),
                                        [&](const Suspicion& one) { return one.cluster == cluster.id; });
        if (first == suspicions.end()) {
            nowhere += tests;
            continue;
        }
        const std::string words = suspicion_words(*first);
        const auto known =
            std::find_if(counts.begin(), counts.end(), [&](const auto& count) { return count.first == words; });
        if (known == counts.end())
            counts.emplace_back(words, tests);
        else
            known->second += tests;
    }
    std::vector<std::string> lines;
    for (const auto& [words, tests] : counts)
        lines.push_back(fmt::format("{}: evidence points to {} (not tested)", count_of(tests, "test"), words));
    if (nowhere) lines.push_back(fmt::format("{}: evidence points nowhere yet", count_of(nowhere, "test")));
    return lines;
}

}  // namespace testskew::report
