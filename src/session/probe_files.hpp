#pragma once
#include <filesystem>

namespace testskew::session {

/// Returns the path of the embedded probe's boot.py. It is in a folder below `parent` that is named by the content of
/// the probe. Files that are missing there, or that differ by a byte, are written. Two testskews may do so at once.
/// Throws Error (exit code 4).
std::filesystem::path materialise_probe(const std::filesystem::path& parent);

}  // namespace testskew::session
