#pragma once
#include <optional>
#include <string>
#include <vector>

#include "explain/atlas.hpp"
#include "explain/notes.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// Finds what the failure of a cluster used that one side has and the other lacks, by the atlas of the standard library
/// and by the notes. `error` is the failure of the bad side, and `good_error` that of the good side, if it has one.
/// `bad` and `good` are versions of Python ("3.11.7"). The result is empty unless `cause` was proven or supported and
/// is the interpreter, or a package for which there is a note. It is also empty if the two versions do not differ in
/// it, or if nothing is known for sure. This is a pure function, which never changes the verdict.
std::vector<CauseApi> explain(const Cause& cause, const Failure& error, const std::optional<Failure>& good_error,
                              const std::string& bad, const std::string& good, const Atlas& atlas = Atlas::standard(),
                              const std::vector<Note>& notes = explain::notes());

/// The versions of Python and of packages between which notes may explain a cause. These are the two versions between
/// which its failure begins, because what changed before or after them did not cause it. Both lists are empty unless
/// the cause was proven or supported.
struct Boundaries {
    std::vector<Versions> next_to;  ///< as near as experiments have found them
    std::vector<Versions> sides;    ///< of the two sides, if `next_to` was found with another cluster of the problem
};

/// The boundaries of one cluster. `bad` and `good` are the versions of Python. If they are empty, those of the cause
/// are taken.
Boundaries boundaries_of(const ClusterAttribution& found, const Attribution& attribution, const std::string& bad,
                         const std::string& good);

/// The same for a whole cluster: its failures, the place at which its two runs diverge, and what the bad side
/// swallowed.
std::vector<CauseApi> explain(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries,
                              const std::string& bad, const std::string& good, const Atlas& atlas = Atlas::standard(),
                              const std::vector<Note>& notes = explain::notes());

/// Adds every note that matches one of the symptoms and whose subject is not explained yet. Changes that lie between
/// the sides but not between the nearest versions count only if nothing else explains the cluster.
void add_notes(std::vector<CauseApi>& found, const std::vector<Symptom>& symptoms, const Boundaries& boundaries,
               const std::vector<Note>& notes);

/// Explains every cause of an attribution: fills Cause::api. All clusters of one problem get the same explanations.
void explain_all(Attribution& attribution, const Comparison& comparison, const std::string& bad,
                 const std::string& good);

/// What the atlas says of something that came with a patch release, between two exact versions. The failure has shown
/// that the bad one lacks it. Returns nullopt if the good one lacks it too, or if both have it.
std::optional<CauseApi> explain_backport(const Backport& backport, const std::string& bad, const std::string& good);

}  // namespace testskew::explain
