#pragma once
#include <map>
#include <optional>
#include <string>

#include "ci/job.hpp"

/// What stands for the variables and inputs of GitLab. Private to this folder.
namespace testskew::ci {

/// Replaces $NAME and ${NAME}; "$$" is a dollar. nullopt if a variable of the runner is among them.
std::optional<std::string> with_gitlab_variables(const std::string& text,
                                                 const std::map<std::string, CiVariable>& variables);

/// The pipeline of a file that begins with a document of `spec:`, with the defaults of its inputs filled in. What
/// stands before it becomes empty lines, so that each line keeps its number.
std::string without_gitlab_spec(const std::string& text, const Yaml& spec);

}  // namespace testskew::ci
