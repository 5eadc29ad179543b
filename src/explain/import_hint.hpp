#pragma once
#include <filesystem>
#include <string>

#include "model/comparison.hpp"

namespace testskew::explain {

/// A hint for tests that cannot import a module which lies in the project's own folder: `python -m pytest` puts that
/// folder on sys.path, and `pytest` does not. "" if no failure is of that kind. For sides that are started as `pytest`.
std::string import_hint(const Comparison& comparison, const std::filesystem::path& project);

}  // namespace testskew::explain
