#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/signature.hpp"

namespace testskew::explain {

/// What came to a minor version of Python with one of its patch releases (data/atlas/backports.txt).
struct Backport {
    std::string name, parameter;       ///< "tarfile.TarFile.extractall" and "filter"; "" for the name itself
    std::vector<std::string> patches;  ///< "3.8.17", "3.9.17": the first of each minor version that has it
    std::string since;                 ///< "3.12": from there on all have it

    /// Whether that version ("3.8.10") has it; unknown without a patch release.
    Known in(std::string_view version) const;
    /// "3.8.17" for "3.8" and "3.8.10"; "" for a minor version that never got it, or always had it.
    std::string patch_of(std::string_view version) const;
};

/// From one line of that file. Throws std::runtime_error where it is no such line.
Backport parse_backport(std::string_view line);

/// "3.8" of "3.8.10".
std::string minor_of(std::string_view version);

}  // namespace testskew::explain
