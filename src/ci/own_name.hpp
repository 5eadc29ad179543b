#pragma once
#include <string>

#include "ci/job.hpp"

namespace testskew::ci {

/// The name under which a project is installed, normalised, as its pyproject.toml, setup.cfg or setup.py writes it
/// literally. "" if none does.
std::string own_name(const Tree& tree);

}  // namespace testskew::ci
