#pragma once
#include <string>

namespace testskew::pack {

/// One file of data/.
struct Source {
    std::string path;  ///< for error messages; the name of a file of the atlas says its version
    std::string text;
};

}  // namespace testskew::pack
