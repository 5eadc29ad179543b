#include "workspace/overlays.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "process/environ.hpp"
#include "process/process.hpp"
#include "process/program.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/copy.hpp"
#include "workspace/hybrid.hpp"
#include "workspace/mount.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

using process::Overlay;

/// Returns an overlay over `target`, with the upper and work folders that have the number `number` in `folder`.
Overlay overlay_over(const fs::path& target, std::vector<fs::path> lowers, const fs::path& folder, std::size_t number) {
    Overlay overlay{target, std::move(lowers), folder / fmt::format("u{}", number),
                    folder / fmt::format("k{}", number)};
    if (::mkdir(overlay.upper.c_str(), 0755) != 0 || ::mkdir(overlay.work.c_str(), 0755) != 0)
        throw Error(fmt::format("cannot make {}: {}", overlay.upper.string(), std::strerror(errno)),
                    ExitCode::environment);
    copy_attributes(overlay.lowers.front(), overlay.upper);
    return overlay;
}

/// Returns the overlays of one session: over the tree, over what is mounted inside it, and over the protected folders.
std::vector<Overlay> session_overlays(const fs::path& top, const fs::path& folder, const std::vector<fs::path>& lowers,
                                      const std::vector<fs::path>& mounts, const std::vector<fs::path>& protect) {
    std::vector<Overlay> overlays{overlay_over(top, lowers, folder, 0)};
    // An overlay does not show what is mounted inside its lower layer, so each mount gets an overlay of its own.
    if (lowers.back() == top) {
        for (const fs::path& mount : mounts) overlays.push_back(overlay_over(mount, {mount}, folder, overlays.size()));
    }
    for (const fs::path& path : protect) {
        const fs::path real = existing_folder(path);
        overlays.push_back(overlay_over(real, {real}, folder, overlays.size()));
    }
    return overlays;
}

/// Lets this program make the file `created` and rename a folder below `lower`, in a child that has entered the
/// overlay.
process::Exit run_trial(const process::Entrance& entrance, const fs::path& created, const fs::path& lower) {
    process::Command command;
    command.argv = {process::own_program().string(), process::trial_command, created.string(), (lower / "old").string(),
                    (lower / "new").string()};
    command.environ = process::environ_without_git();
    command.entrance = entrance;
    return process::run(command);
}

/// Returns why the trial did not succeed, or an empty text if it did.
std::string reason_of(const process::Exit& exit) {
    if (exit.ok()) return {};
    if (!exit.start_error.empty()) return exit.start_error;
    return exit.err.empty() ? "the try was ended by the system" : std::string(trim(exit.err));
}

bool is_left_out(std::string_view, std::string_view name, bool folder) { return is_own_folder(name, folder); }

}  // namespace

OverlayTrial try_overlays(const fs::path& top, const fs::path& scratch) {
    OverlayTrial trial;
    for (const fs::path& mount : mounts_below(top)) {
        const auto status = status_of(mount);
        if (!status || !S_ISDIR(status->st_mode)) {
            trial.refused = fmt::format("{} is a mount of a single file", mount.string());
            return trial;
        }
        trial.mounts.push_back(mount);
    }
    try {
        const fs::path folder = scratch / "try";
        fs::create_directories(folder / "lower" / "old");
        write_file(folder / "lower" / "old" / "file", "x");
        std::vector<Overlay> overlays = session_overlays(top, folder, {top}, trial.mounts, {});
        overlays.push_back(overlay_over(folder / "lower", {folder / "lower"}, folder, overlays.size()));
        const std::string probe = ".testskew-" + scratch.filename().string();
        const process::Exit exit = run_trial({overlays, top}, top / probe, folder / "lower");
        trial.refused = reason_of(exit);
        if (!trial.refused.empty()) return trial;
        if (status_of(top / probe)) {
            trial.refused = "mounts are not private here: what is mounted in a child is seen outside";
            return trial;
        }
        trial.renames = exit.out == "renamed\n";
        remove_tree(folder);
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        trial.refused = error.what();
    }
    return trial;
}

void Overlays::fill(Workspace& workspace, const fs::path& folder, const FileState& state,
                    const Options& options) const {
    const Root root = states_.root(state.base);
    std::vector<fs::path> lowers;
    if (!root.repositories.empty()) lowers.push_back(root.repositories);
    lowers.push_back(root.tree);
    const std::vector<Overlay> overlays = session_overlays(tree_.top, folder, lowers, mounts_, options.protect);
    const fs::path& upper = overlays.front().upper;
    copy_attributes(root.tree, upper);
    hide(upper, root.tree, ".testskew");
    if (tree_.relative != ".") hide(upper, root.tree, (tree_.relative / ".testskew").string());
    change_upper(upper, root.tree, plan_changes(root.tree, states_.taken_trees(state), is_left_out));
    // The files are copied and are not made a lower layer. A whiteout of the state must not hide them, and a program
    // that writes into one of them in place must not reach the file that is kept.
    change_upper(upper, root.tree, putting_all_of(options.laid_over));
    if (const auto git_folder = states_.git_folder(state)) {
        const fs::path base = root.git.parent_path();
        change_upper(upper, base, plan_changes(base, {{".git", git_folder->parent_path()}}));
    }
    copy_attributes(root.tree, upper);
    workspace.top = tree_.top;
    workspace.layer = upper;
    workspace.entrance = {overlays, tree_.project};
}

}  // namespace testskew::workspace
