#pragma once
#include <filesystem>

namespace testskew::session {

/// Gives the path of the embedded probe's boot.py, in a folder below `parent` that is named by the probe's content.
/// Files that are missing there, or differ by a byte, are written. Two testskews may do so at once. Throws Error (exit
/// code 4).
std::filesystem::path materialise_probe(const std::filesystem::path& parent);

}  // namespace testskew::session
