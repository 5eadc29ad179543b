#pragma once
#include <filesystem>

namespace testskew::session {

/// Writes the embedded probe to a folder below `parent` that is named by its content, or checks that it is there
/// unchanged, byte by byte (what differs is written anew), and gives the path of boot.py. Two testskews may do so at
/// once. Throws Error (exit code 4).
std::filesystem::path materialise_probe(const std::filesystem::path& parent);

}  // namespace testskew::session
