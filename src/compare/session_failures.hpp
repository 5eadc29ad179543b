#pragma once
#include <optional>
#include <string>

#include "compare/fingerprint.hpp"

/// Failures that belong to no single test: of collecting a node, and of a whole session.
namespace testskew::compare {

/// The failure of collecting a node.
Identified failure(const CollectRecord& collect);

/// The failure of a session that ended before any test ran and without an error in collecting a module: a usage error,
/// a conftest that cannot be imported, a death. Returns nullopt for a session that got as far as running tests, or that
/// had none to run.
std::optional<Identified> session_failure(const Recording& recording);

}  // namespace testskew::compare
