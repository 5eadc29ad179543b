#pragma once
#include <string>

#include "sides/factors.hpp"

namespace testskew::investigation {

/// What failures of this kind often follow: the word in `text` that makes this difference suspicious, or "" if there is
/// none. `text` holds the failure's types and messages, the lines of the project that it passed through, and what the
/// two runs part at.
std::string symptom_of(const sides::SwapDelta& delta, const std::string& text);

}  // namespace testskew::investigation
