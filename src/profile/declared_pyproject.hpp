#pragma once
#include <filesystem>

#include "profile/declared.hpp"
#include "profile/toml.hpp"

namespace testskew::profile {

/// Adds what the pyproject.toml of the folder `project` says: [project], [dependency-groups], poetry, pdm and hatch.
void add_pyproject(const Node& document, const std::filesystem::path& project, Declared& declared);

/// The name of the project in its pyproject.toml, as [project] or [tool.poetry] writes it; nullptr if neither does.
const Node* own_name(const Node& document);

/// Adds an extra or a group to what the tests want. Of a project that is not installed, its lines are added.
void take_group(const NamedGroup& group, Declared& declared);

/// What the pyproject.toml of a folder declares; nothing if there is none.
Declared declared_by(const std::filesystem::path& folder);

}  // namespace testskew::profile
