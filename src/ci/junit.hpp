#pragma once
#include <string>
#include <vector>

namespace testskew::ci {

/// The ids of the failing tests in a JUnit XML file, as pytest would name them where that can be told: `root` is the
/// folder of the project, whose files say where a module ends and a class begins. Throws Error (usage) if the file is
/// no JUnit XML.
std::vector<std::string> failing_in_junit(const std::string& file, const std::string& root);

}  // namespace testskew::ci
