#pragma once
#include "util/secrets.hpp"

namespace testskew {

/// `text` without whatever has the form of a secret: Secrets that remember no values.
std::string redact(std::string text);

}  // namespace testskew
