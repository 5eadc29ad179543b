#pragma once
#include "profile/environ.hpp"
#include "profile/load.hpp"
#include "profile/project.hpp"
#include "profile/requirements.hpp"
#include "profile/show.hpp"

/// Profiles: where they come from (testskew.toml, a file, the built-in ones, a bare version), how they inherit, and
/// what they say. docs/profiles.md describes them for users. This header is all that other rooms need.
namespace testskew::profile {}
