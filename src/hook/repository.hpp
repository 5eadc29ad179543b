#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hook/push.hpp"
#include "workspace/git.hpp"

namespace testskew::hook {

/// A commit and its tree, by their ids.
struct Commit {
    std::string id, tree;
};

/// The commits of these refs by their local ids, found in one call of git. What is no commit, or is not there, is left
/// out. Names that pre-commit gives may be refs.
std::map<std::string, Commit> commits_of(const workspace::GitPlace& place, const std::vector<PushedRef>& refs);

/// The commit that the pushed one is compared with, to see what it changes: what the remote has, where that is known
/// here, else the parent of the first commit that no branch of the remote has. nullopt if there is none, as in a new
/// repository or beyond the end of a shallow clone.
std::optional<std::string> base_of(const workspace::GitPlace& place, const std::string& remote, const PushedRef& ref,
                                   const Commit& commit);

/// The paths in which two commits differ, relative to the top of the work tree.
std::vector<std::string> changed_paths(const workspace::GitPlace& place, const std::string& base, const Commit& commit);

/// True if something of a commit shows that tests read this documentation of it: it is the data of a package, a source
/// names it, or documentation is tested as such. True also where git does not say.
bool documentation_is_read(const workspace::GitPlace& place, const Commit& commit,
                           const std::vector<std::string>& paths);

}  // namespace testskew::hook
