#pragma once
#include <functional>
#include <map>
#include <string>

#include "attribute/engine.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::investigation {

/// The recordings in which other failures than those of the base sessions were seen: the identity of each of them, and
/// the name of the first recording that has it.
using OtherFailures = std::map<std::string, std::string>;

/// Reads a recording of the run by its name. Throws Error if it cannot be read.
using ReadRecording = std::function<Recording(const std::string& name)>;

/// Fills Cluster::behind: the failures that hide behind those of the clusters, as the recordings show them.
/// `attribution` has the clusters of the findings, in the same order. A failure whose recording cannot be read is left
/// empty.
void add_hidden_failures(Comparison& comparison, const std::vector<attribute::Finding>& findings,
                         const Attribution& attribution, const OtherFailures& seen, const ReadRecording& read);

}  // namespace testskew::investigation
