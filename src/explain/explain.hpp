#pragma once
#include <optional>
#include <string>
#include <vector>

#include "explain/atlas.hpp"
#include "explain/notes.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// What the failure of a cluster met that one side has and the other has not, by the atlas of the standard library and
/// by the notes. `error` is the failure of the bad side, `good_error` that of the good side, if it has one; `bad` and
/// `good` are versions of Python ("3.11.7"). Empty unless `cause` was proven or supported and is the interpreter, or a
/// package of which a note tells; empty also if the two versions do not differ in it, or if nothing is known for sure.
/// A pure function, which never touches the verdict.
std::vector<CauseApi> explain(const Cause& cause, const Failure& error, const std::optional<Failure>& good_error,
                              const std::string& bad, const std::string& good, const Atlas& atlas = Atlas::standard(),
                              const std::vector<Note>& notes = explain::notes());

/// Which Python and which releases of packages lie on both sides of a cause, as far as notes may tell of them: the two
/// versions next to which its failure begins, as what changed before or after these did not make it fail. Empty unless
/// the cause was proven or supported.
struct Boundaries {
    std::vector<Versions> next_to;  ///< as near as experiments have found them
    std::vector<Versions> sides;    ///< of the two sides, where `next_to` was found with another cluster of the problem
};

/// The boundaries of one cluster. `bad` and `good` are the versions of Python; "": as the cause has them.
Boundaries boundaries_of(const ClusterAttribution& found, const Attribution& attribution, const std::string& bad,
                         const std::string& good);

/// Likewise of a cluster: its failures, the place at which its two runs part, and what the bad side swallowed.
std::vector<CauseApi> explain(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries,
                              const std::string& bad, const std::string& good, const Atlas& atlas = Atlas::standard(),
                              const std::vector<Note>& notes = explain::notes());

/// Adds every note that tells of one of the symptoms, and whose subject is not explained yet. What lies between the
/// sides counts only where nothing else explains the cluster.
void add_notes(std::vector<CauseApi>& found, const std::vector<Symptom>& symptoms, const Boundaries& boundaries,
               const std::vector<Note>& notes);

/// Explains every cause of an attribution: fills Cause::api. All clusters of one problem get the same explanations.
void explain_all(Attribution& attribution, const Comparison& comparison, const std::string& bad,
                 const std::string& good);

/// What the atlas says of something that came with a patch release, between two exact versions. The failure has shown
/// that the bad one is without it. nullopt if the good one is without it too, or both have it.
std::optional<CauseApi> explain_backport(const Backport& backport, const std::string& bad, const std::string& good);

}  // namespace testskew::explain
