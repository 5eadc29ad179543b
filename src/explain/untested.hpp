#pragma once
#include <string>
#include <vector>

#include "explain/package_source.hpp"
#include "explain/source_notes.hpp"
#include "explain/symptoms.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

/// What is known of failures without any experiment: changes between the two sides that fit a failure. It is evidence
/// and no verdict, as no session has shown that the failure follows them.
namespace testskew::explain {

/// Fills Attribution::untested anew from the atlas and the notes, for the clusters that fail on one side only or
/// differently, and of which no cause was shown. Factors that were ruled out do not count. Changes of packages that
/// `attribution.untested` already has are kept if nothing else fits the cluster. `read` may be empty.
void explain_untested(Attribution& attribution, const Comparison& comparison, const PythonPair& python,
                      const ReadSource& read, const std::vector<Note>& notes = explain::notes());

/// Adds what changed in the packages that a failure touched, for the clusters that nothing else explains. The packages
/// are those of which the sides have different releases. Returns what the report should say of what was left out.
/// Throws only Interrupted.
std::vector<std::string> add_untested_changes(PackageSource& source, const Comparison& comparison,
                                              Attribution& attribution);

}  // namespace testskew::explain
