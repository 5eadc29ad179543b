#pragma once
#include <filesystem>

#include "model/profile.hpp"
#include "profile/declared.hpp"

namespace testskew::profile {

/// Adds the extras, groups and files that the tests need, although nothing says that they are meant for tests.
void add_needed(const std::filesystem::path& folder, const Selection& selection, Declared& declared);

}  // namespace testskew::profile
