#include "util/version.hpp"

namespace testskew {
const char* version() { return TESTSKEW_VERSION; }
}  // namespace testskew
