#pragma once
#include "explain/package_source.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// What can only be told with the project and the releases at hand. For all causes the notes that the project's own
/// files show to fit (source_notes.hpp). For causes that are packages: the days on which the releases came out
/// (CausePackage::released), and what changed between the last good and the first bad release (where the first bad one
/// is not known, between those of the two sides) in the functions and classes that the failure touched, added to
/// Cause::api. Clusters of one problem get the same. Where something cannot be had nothing is added, and the
/// attribution's note says why; days that the package index does not tell are left out. Throws Interrupted only.
void explain_packages(PackageSource& source, const Comparison& comparison, Attribution& attribution);

/// A change as the report has it.
struct PackageChange;
CauseApi api_of(const PackageChange& change, const CausePackage& package);

}  // namespace testskew::explain
