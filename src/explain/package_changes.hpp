#pragma once
#include "explain/package_source.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// Adds the explanations that need the project's files and the releases of packages. For every cause these are the
/// notes that fit by the project's own files (source_notes.hpp). For causes that are packages, they are also the days
/// on which the releases came out (CausePackage::released), and the changes in the functions and classes that the
/// failure touched. These changes lie between the last good and the first bad release, or between the releases of the
/// two sides if the first bad one is not known; they are added to Cause::api. Clusters of one problem get the same. If
/// something cannot be had, nothing is added, and a caveat of the cluster says why; days that the package index does
/// not tell are left out. Throws only Interrupted.
void explain_packages(PackageSource& source, const Comparison& comparison, Attribution& attribution);

/// The changes between the two nearest releases of a package in what the failure of a cluster touched, or else in what
/// an exception touched that only the bad side swallowed, or else in what the statement calls at which the runs part.
/// Throws what PackageSource throws.
std::vector<CauseApi> package_changes(PackageSource& source, const CausePackage& package, const Cluster& cluster);

/// A change as the report has it.
struct PackageChange;
CauseApi api_of(const PackageChange& change, const CausePackage& package);

}  // namespace testskew::explain
