#pragma once
#include "interpreter/find.hpp"
#include "interpreter/identify.hpp"

/// Finds Python interpreters and asks them for their version and build. docs/profiles.md says where it looks. This
/// header is all that other rooms need.
namespace testskew::interpreter {}
