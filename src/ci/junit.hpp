#pragma once
#include <string>
#include <vector>

namespace testskew::ci {

/// The ids of the failing tests in a JUnit XML file, as pytest would name them where that can be told. Throws Error
/// (usage) if the file is no JUnit XML.
std::vector<std::string> failing_in_junit(const std::string& file);

}  // namespace testskew::ci
