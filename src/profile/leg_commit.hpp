#pragma once
#include <filesystem>
#include <string>

namespace testskew::profile {

/// What became of the commit of a leg in this repository.
struct LegCommit {
    bool here = false;  ///< it is in the repository, or was made again beside it
    std::string note;   ///< one line for the report: what was made, or the command that fetches it; "" if all is well
};

/// Looks for the commit `id` in the repository around `project`. A merge that a CI made (GitHub's refs/pull/N/merge) is
/// not among what a clone has; `merge`, the commit object that the recording holds, names its parents, from which git
/// makes it again. It counts only if the commit is the same to the last byte. The repository itself is not changed
/// (util/made_objects.hpp). `label` names the recording.
LegCommit leg_commit(const std::filesystem::path& project, const std::string& id, const std::string& merge,
                     const std::string& label);

}  // namespace testskew::profile
