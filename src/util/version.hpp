#pragma once

namespace testskew {
/// The version of testskew, as in CMakeLists.txt: "0.1.0".
const char* version();
}  // namespace testskew
