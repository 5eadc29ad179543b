#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/signature.hpp"

namespace testskew::explain {

/// Something that came to a minor version of Python with one of its patch releases (data/atlas/backports.txt).
struct Backport {
    /// "tarfile.TarFile.extractall" and "filter"; `parameter` is empty if the name itself came.
    std::string name, parameter;
    std::vector<std::string>
        patches;        ///< for each such minor version, the first release that has it: "3.8.17", "3.9.17"
    std::string since;  ///< the minor version from which on all releases have it: "3.12"

    /// Whether that version ("3.8.10") has it; unknown if the answer needs the patch release and `version` has none.
    Known in(std::string_view version) const;
    /// The patch release with which a minor version got it: "3.8.17" for "3.8" and for "3.8.10". "" for a minor version
    /// that never got it, or always had it.
    std::string patch_of(std::string_view version) const;
};

/// Reads one line of data/atlas/backports.txt. Throws std::runtime_error if the line has another form.
Backport parse_backport(std::string_view line);

}  // namespace testskew::explain
