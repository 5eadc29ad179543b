#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "process/process.hpp"

/// The state that the project's files had when a run began, so that a later change can be told and undone. It is kept
/// as a tree of git in a repository of testskew's own, `.testskew/files.git`, which borrows the objects of the user's
/// repository. Nothing is written to the user's repository, and the project need not be in one.
namespace testskew::workspace {

/// One path of the covered tree that is not the same in two states.
struct ChangedFile {
    std::string path;
    bool before = true, after = true;  ///< whether the state has the path
};

/// Which paths a patch has.
struct PatchOptions {
    std::vector<std::string> paths;    ///< these alone, unless there are none
    std::vector<std::string> without;  ///< but not these
};

class KeptFiles {
public:
    /// `project` is the folder of the project. Throws Error (code 2) if it is no folder.
    explicit KeptFiles(const std::filesystem::path& project);

    /// Keeps the present state of the files and returns its name. What the project's repository tracks is part of it.
    /// Of the rest, it has not what git ignores, nor virtual environments, caches, repositories inside, and files of
    /// more than 8 MB. Returns nullopt if the state cannot be kept: there is no git, no room, or there are too many
    /// files.
    std::optional<std::string> keep();

    /// The paths in which two states differ, sorted; testskew's own recordings only `with_recordings`. A state is a
    /// name that keep() gave, or a commit of the project's repository. Returns nullopt if a state is not known, or not
    /// any more.
    std::optional<std::vector<ChangedFile>> changes(const std::string& before, const std::string& after,
                                                    bool with_recordings = false);

    /// Writes a state below the new folder `to`. Returns false if the state is not known, or not any more.
    bool write_out(const std::string& state, const std::filesystem::path& to);

    /// What turns one state into another, as `git diff --binary` writes it, without NUL bytes and repositories inside.
    /// `before` may be "", for no files at all. Returns nullopt if a state is not known, or not any more.
    std::optional<std::string> patch(const std::string& before, const std::string& after,
                                     const PatchOptions& options = {});

    /// The bytes of a file in a state; nullopt if the state has no such file.
    std::optional<std::string> content(const std::string& state, const std::string& path);

    /// A state with those of these paths that it lacks, as they are on disk now, also where git ignores them. Returns
    /// nullopt if the state is not known, or not any more.
    std::optional<std::string> with(const std::string& state, const std::vector<std::string>& paths);

    /// The commit that a word names in the project's repository; "" if it names none.
    std::string commit(const std::string& word);

    /// Removes what no state but these needs from the store, but what is younger than ten minutes, as a testskew of
    /// another version may be about to name it. Nothing is removed if one of the states cannot be read any more.
    void drop_all_but(const std::set<std::string>& states);

private:
    std::filesystem::path project_, top_, store_;
    std::optional<std::filesystem::path> repository_;   ///< the user's folder with refs and objects
    std::optional<std::vector<std::string>> excludes_;  ///< nullopt as long as nobody has asked
    /// The options of git for what the user ignores everywhere. Only keeping a state needs them.
    const std::vector<std::string>& excludes();
    bool ready();
    std::optional<std::string> keep_once();
    std::set<std::string> tracked() const;  ///< what the user's repository tracks, without repositories inside
    /// Runs a command of git on the store with these paths. Returns false if it failed as a whole.
    bool with_paths(std::vector<std::string> command, const std::set<std::string>& paths);
    /// Whether git added all that can be read, from how its command with --ignore-errors ended.
    bool added(const process::Exit& exit, const std::map<std::string, std::string>& environ);
    /// The paths in which two states differ; the second of each is true for a repository inside.
    std::optional<std::vector<std::pair<ChangedFile, bool>>> all_changes(const std::string& before,
                                                                         const std::string& after);
    std::map<std::string, std::string> here() const;
};

/// KeptFiles::keep() for what goes on without it: "" if the state cannot be kept, whatever the reason.
std::string kept_state(const std::filesystem::path& project);

}  // namespace testskew::workspace
