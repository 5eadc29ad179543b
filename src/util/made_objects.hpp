#pragma once
#include <filesystem>

namespace testskew {

/// The folder in testskew's cache for objects of git that it has made for a repository: a merge that a CI made and that
/// was never fetched. Nothing is written to the repository itself. `repository` is its folder of refs and objects. The
/// folder need not exist; "" if there is no cache.
std::filesystem::path made_objects(const std::filesystem::path& repository);

}  // namespace testskew
