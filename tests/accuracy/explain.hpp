#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "attribute/question.hpp"

namespace testskew::accuracy {

/// Plays one world and prints the truth, then the game session by session, then what was concluded and what is wrong in
/// it.
void explain(const std::string& kind, std::uint64_t seed, const attribute::Options& options,
             const std::optional<double>& evidence);

}  // namespace testskew::accuracy
