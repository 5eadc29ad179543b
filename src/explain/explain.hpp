#pragma once
#include <optional>
#include <string>
#include <vector>

#include "explain/atlas.hpp"
#include "explain/notes.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::explain {

/// What a cluster's failure met that one side has and the other has not, by the atlas of the standard library and the
/// notes. Only where `cause` was proven or supported and is the interpreter, or a package of which a note tells; empty
/// where the two versions do not differ in it or nothing is known for sure. `bad` and `good` are versions of Python
/// ("3.11.7"); `error` is the bad side's failure, `good_error` the good side's, where it has one. Pure: the verdict is
/// never touched.
std::vector<CauseApi> explain(const Cause& cause, const Failure& error, const std::optional<Failure>& good_error,
                              const std::string& bad, const std::string& good, const Atlas& atlas = Atlas::standard(),
                              const std::vector<Note>& notes = explain::notes());

/// The same for every cause of an attribution: fills Cause::api. The clusters of one problem get the same.
void explain_all(Attribution& attribution, const Comparison& comparison, const std::string& bad,
                 const std::string& good);

/// What the atlas says of something that came with a patch release, between two exact versions. The failure has shown
/// that the bad one is without it. nullopt if the good one is without it too, or both have it.
std::optional<CauseApi> explain_backport(const Backport& backport, const std::string& bad, const std::string& good);

}  // namespace testskew::explain
