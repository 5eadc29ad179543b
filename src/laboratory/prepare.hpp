#pragma once
#include "laboratory/laboratory.hpp"
#include "model/profile.hpp"
#include "sides/side.hpp"

namespace testskew::laboratory {

/// Makes two sides out of two profiles: finds the interpreters, resolves the packages and builds the environments, for
/// both sides at the same time. The laboratory then knows the secrets of the sides as well. Throws Error if one side
/// cannot be prepared.
sides::SidePair prepare(Laboratory& laboratory, const ProfilePair& profiles);

/// Prepares one side in the same way.
sides::Side prepare(Laboratory& laboratory, const Profile& profile);

}  // namespace testskew::laboratory
