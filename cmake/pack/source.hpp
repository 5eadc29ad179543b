#pragma once
#include <string>

namespace testskew::pack {

/// One file of data/.
struct Source {
    std::string path;  ///< for error messages; a file of the atlas is named after its version
    std::string text;
};

}  // namespace testskew::pack
