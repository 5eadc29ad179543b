#pragma once
#include "profile/environ.hpp"
#include "profile/load.hpp"
#include "profile/project.hpp"
#include "profile/requirements.hpp"
#include "profile/show.hpp"

/// Profiles: where they come from (testskew.toml, a file, built in, a bare version), how they inherit, what they say.
/// docs/profiles.md is the description for users. This header is all that other rooms need.
namespace testskew::profile {}
