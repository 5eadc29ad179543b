#pragma once
#include <optional>

#include "explain/atlas.hpp"
#include "model/attribution.hpp"
#include "model/recording.hpp"

namespace testskew::explain {

/// What the atlas says of the name that an exception is about, between two of its versions. Returns nullopt unless the
/// atlas says that one of them has it and the other lacks it.
std::optional<CauseApi> explain_subject(const Subject& subject, int bad, int good, const Atlas& atlas);

/// The line of data/atlas/backports.txt about that name. Returns nullptr for nearly all names.
const Backport* backport_of(const Subject& subject, const Atlas& atlas);

}  // namespace testskew::explain
