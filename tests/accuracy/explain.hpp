#pragma once
#include <cstdint>
#include <string>

#include "attribute/question.hpp"

namespace testskew::accuracy {

/// Plays one world and prints it session by session: the truth, what was run, what was concluded, what is wrong.
void explain(const std::string& kind, std::uint64_t seed, const attribute::Options& options);

}  // namespace testskew::accuracy
