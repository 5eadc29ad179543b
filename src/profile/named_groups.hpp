#pragma once
#include <string>
#include <vector>

#include "profile/toml.hpp"

/// The named sets of requirements in a pyproject.toml: extras, dependency groups, and those of poetry and pdm.
namespace testskew::profile {

/// A named set of requirements that can be installed besides the project's own dependencies.
struct NamedGroup {
    enum class Kind { extra, group, poetry, pdm, file };
    Kind kind = Kind::extra;
    std::string name;
    std::vector<std::string> lines;  ///< what it requires, in the form of PEP 508; what it includes is followed
    bool by_default = false;         ///< the tool that made the project installs it if nothing else is said

    /// As people read it: "the extra qa", "the poetry group docs".
    std::string shown() const;
};

/// The names, with what they are: "the extra test", "the extras test and dev".
std::string named(const std::string& what, const std::vector<std::string>& names);

/// All named sets of a pyproject.toml, in the order of the file.
std::vector<NamedGroup> named_groups(const Node& pyproject);

/// What the project itself requires: of [project] and of poetry.
std::vector<std::string> main_dependencies(const Node& pyproject);

}  // namespace testskew::profile
