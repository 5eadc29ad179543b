#include "cli/explanations.hpp"

#include "divergence/evidence.hpp"
#include "explain/import_hint.hpp"
#include "explain/project_files.hpp"
#include "explain/untested.hpp"
#include "laboratory/package_folders.hpp"

namespace testskew::cli {

void add_untested(Report& report, const std::filesystem::path& project, const Recording& bad, const Recording& good) {
    // What the tests of the bad side swallowed is evidence here, even though nobody knows whether those of the good
    // side did so too: of tests that pass no such exceptions are recorded.
    Comparison seen = report.comparison;
    for (Cluster& cluster : seen.clusters)
        if (cluster.swallowed.empty() && !cluster.tests.empty() && divergence::says_nothing(cluster.error))
            divergence::add_swallowed(cluster, cluster.tests.front().id, bad, good);
    explain::explain_untested(report.attribution, seen, {report.bad.python, report.good.python},
                              explain::read_below(project));
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
