#pragma once
#include "explain/package_source.hpp"
#include "explain/source_notes.hpp"
#include "explain/symptoms.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

/// Explanations of the failures that hide behind others. Each of them has a cause of its own, and so an explanation of
/// its own.
namespace testskew::explain {

/// Fills CauseLayer::api from the atlas and the notes. `read` may be empty.
void explain_layers(Attribution& attribution, const Comparison& comparison, const PythonPair& python,
                    const ReadSource& read, const std::vector<Note>& notes = explain::notes());

/// Adds what changed in the packages of a layer, where atlas and notes say nothing. What cannot be had is left out.
/// Throws only Interrupted.
void explain_layer_packages(PackageSource& source, const Comparison& comparison, Attribution& attribution);

}  // namespace testskew::explain
