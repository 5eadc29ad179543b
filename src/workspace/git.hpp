#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"

/// Uses git by the `git` program. It never writes to a repository that is not ours. It takes nothing from the user's
/// configuration or from GIT_ variables, and runs no hook, no filter of git-lfs, no pager and no network access.
namespace testskew::workspace {

/// Tells where the parts of a repository are.
struct GitPlace {
    std::filesystem::path top;     ///< The top of the work tree.
    std::filesystem::path link;    ///< The path top/.git, which is a folder or a file.
    std::filesystem::path folder;  ///< The folder to which it leads, with this work tree's HEAD and index.
    std::filesystem::path common;  ///< The folder of refs and objects. Only for a linked worktree it is another folder.
    /// Returns true if `.git` is a folder, and not a file or a symlink.
    bool inside() const { return link == folder; }
};

/// Returns what `top`/.git is. Returns nullopt if it is missing, an empty folder, or a file that leads nowhere.
std::optional<GitPlace> read_git_place(const std::filesystem::path& top);

/// Returns the nearest work tree from `project` upwards, or nullopt if there is none. It is found without running git.
std::optional<GitPlace> find_git(const std::filesystem::path& project);

/// Returns the variables that point git at this place, and at the objects that were made for it
/// (util/made_objects.hpp). With them, git does not mind who owns the repository.
std::map<std::string, std::string> pointing_at(const GitPlace& place);

/// Runs git in `directory`. `more` is added to its environ, and `entrance` leads it into a workspace. A git that fails
/// is not an error, as with any process. start_error is set if there is no git on PATH.
process::Exit git(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                  const std::map<std::string, std::string>& more = {}, const process::Entrance& entrance = {});

/// Runs git and returns its output without the last newline. If git fails, throws Error (code 4) with the first line of
/// what git said.
std::string git_output(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                       const std::map<std::string, std::string>& more = {});

/// A line of objects/info/alternates that names a folder of objects. git reads one with a newline only in quotes.
std::string alternates_line(const std::filesystem::path& objects);

/// How a copied repository comes to its objects. `borrowed` ones are read where they are (objects/info/alternates), as
/// `git clone --shared` does it: the size of the history costs nothing then. It needs the original to stay in its
/// place.
enum class Objects { copied, borrowed };

/// Makes the new folder `to`. It is a `.git` of its own, copied from a repository in another place, and nothing in it
/// leads back there but borrowed objects. Locks and the bookkeeping of other worktrees are left out.
void copy_repository(const GitPlace& from, const std::filesystem::path& to, Objects objects = Objects::copied);

/// Returns the commit object at HEAD if it is a merge, else "". With it a clone that has both parents can make the very
/// same commit again (profile/leg_commit.hpp).
std::string merge_at_head(const GitPlace& place);

/// Checks HEAD out into the work tree around `git_folder`, as a fresh clone on a CI machine would do: with line endings
/// by .gitattributes, with pointers of git-lfs as they are, and with modes under umask 022. Submodules that `original`
/// has are checked out as well. Throws Error (code 4).
void check_out(const std::filesystem::path& git_folder, const std::filesystem::path& original);

}  // namespace testskew::workspace
