#include "sides/extension_modules.hpp"

#include <fmt/core.h>

namespace testskew::sides {
namespace {

const FilesSpec nothing{FilesSpec::Kind::nothing, ""};

/// Takes from `other` the files that only `owner` can load, unless the build of `owner` writes them anyway.
void separate(const Side& owner, const std::set<std::string>& built, const std::vector<std::string>& untracked,
              Side& other) {
    for (const std::string& path : untracked) {
        if (is_only_for(path, owner.interpreter) && !is_only_for(path, other.interpreter) && !built.count(path))
            other.files.taken.insert_or_assign(path, nothing);
    }
}

/// Adds the paths that `lacking` does not have and `owner` has.
void add_missing(const Side& lacking, const Side& owner, workspace::FileDelta::What what,
                 std::vector<workspace::FileDelta>& found) {
    for (const auto& [path, files] : lacking.files.taken) {
        if (files != nothing || owner.files.taken.count(path)) continue;
        workspace::FileDelta delta;
        delta.path = path;
        delta.what = what;
        delta.note = fmt::format("left over from a build for Python {}", owner.interpreter.minor_version());
        found.push_back(std::move(delta));
    }
}

}  // namespace

bool is_only_for(const std::string& path, const Interpreter& interpreter) {
    return !interpreter.soabi.empty() && path.ends_with("." + interpreter.soabi + ".so");
}

bool may_have_left_over(const SidePair& sides) {
    const FilesSpec worktree;
    return sides.bad.files.base == worktree && sides.good.files.base == worktree &&
           sides.bad.interpreter.soabi != sides.good.interpreter.soabi;
}

void separate_left_over(SidePair& sides, const std::vector<std::string>& untracked,
                        const std::set<std::string>& built_bad, const std::set<std::string>& built_good) {
    if (!may_have_left_over(sides)) return;
    separate(sides.bad, built_bad, untracked, sides.good);
    separate(sides.good, built_good, untracked, sides.bad);
}

std::vector<workspace::FileDelta> left_over(const Side& bad, const Side& good) {
    using What = workspace::FileDelta::What;
    std::vector<workspace::FileDelta> found;
    add_missing(bad, good, What::missing_in_bad, found);
    add_missing(good, bad, What::missing_in_good, found);
    return found;
}

}  // namespace testskew::sides
