#include "cli/explanations.hpp"

#include "divergence/evidence.hpp"
#include "explain/import_hint.hpp"
#include "explain/project_files.hpp"
#include "explain/untested.hpp"
#include "investigation/suspicions.hpp"
#include "laboratory/package_folders.hpp"

namespace testskew::cli {
namespace {

DeltaKind kind_of(Factor factor, const std::string& name) {
    switch (factor) {
        case Factor::interpreter: return DeltaKind::interpreter;
        case Factor::packages: return DeltaKind::package;
        case Factor::environ: return DeltaKind::variable;
        case Factor::files: return DeltaKind::path;
        case Factor::selection: return name.ends_with(".py") ? DeltaKind::module : DeltaKind::option;
        case Factor::host: break;
    }
    return name == "umask" ? DeltaKind::umask : DeltaKind::limit;
}

/// The differences of a comparison, as far as suspicions need them. They are never swapped.
std::vector<sides::SwapDelta> deltas_of(const Comparison& comparison) {
    std::vector<sides::SwapDelta> deltas;
    for (const Difference& difference : comparison.differences)
        for (const DeltaDifference& delta : difference.deltas)
            deltas.push_back(
                {kind_of(difference.factor, delta.name), difference.factor, delta.name, delta.bad, delta.good});
    return deltas;
}

/// The comparison with what the tests of the bad side swallowed. It is evidence here, even though nobody knows whether
/// those of the good side did so too: of tests that pass no such exceptions are recorded.
Comparison with_swallowed(Comparison comparison, const Recording& bad, const Recording& good) {
    for (Cluster& cluster : comparison.clusters)
        if (cluster.swallowed.empty() && !cluster.tests.empty() && divergence::says_nothing(cluster.error))
            divergence::add_swallowed(cluster, cluster.tests.front().id, bad, good);
    return comparison;
}

std::vector<UntestedExplanation> known_of(const Report& report, const Comparison& seen,
                                          const std::filesystem::path& project) {
    Attribution attribution;
    attribution.clusters = report.attribution.clusters;
    attribution.untested = report.attribution.untested;
    explain::explain_untested(attribution, seen, {report.bad.python, report.good.python}, explain::read_below(project));
    return std::move(attribution.untested);
}

}  // namespace

std::vector<UntestedExplanation> untested_of(const Report& report, const Comparison& comparison,
                                             const std::filesystem::path& project, const Recording& bad,
                                             const Recording& good) {
    return known_of(report, with_swallowed(comparison, bad, good), project);
}

void add_untested(Report& report, const std::filesystem::path& project, const Recording& bad, const Recording& good) {
    const Comparison seen = with_swallowed(report.comparison, bad, good);
    report.attribution.untested = known_of(report, seen, project);
    if (report.attribution.done) return;
    const auto deltas = deltas_of(seen);
    report.attribution.suspicions = investigation::suspicions_of(
        {seen, report.attribution.untested, bad, deltas, investigation::mocking_modules(deltas, project)});
}

void add_import_hint(Report& report, const std::filesystem::path& project, const ProfilePair& profiles) {
    if (profiles.bad.selection.invocation != Invocation::pytest &&
        profiles.good.selection.invocation != Invocation::pytest)
        return;
    if (std::string hint = explain::import_hint(report.comparison, project); !hint.empty())
        report.notes.push_back(std::move(hint));
}

void add_untested_packages(Report& report, laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                           bool notes) {
    laboratory::PackageFolders packages(laboratory.environments(), sides);
    const auto left_out = explain::add_untested_changes(packages, report.comparison, report.attribution);
    if (notes) report.notes.insert(report.notes.end(), left_out.begin(), left_out.end());
}

}  // namespace testskew::cli
