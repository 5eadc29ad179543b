#pragma once
#include <string>

#include "workspace/workspace.hpp"

namespace testskew::laboratory {

/// The value of a variable with the places of its session filled in: {testskew.project} is the project as the session
/// sees it, {testskew.folder:NAME} a folder of the session's own, and {testskew.file:NAME} an empty file of its own.
/// Both are made if they
/// are missing; a file NAME.json holds an empty object. Every other text stays as it is.
std::string with_places(std::string value, const workspace::Workspace& place);

}  // namespace testskew::laboratory
