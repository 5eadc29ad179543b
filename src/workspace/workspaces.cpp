#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "workspace/copy.hpp"
#include "workspace/differences.hpp"
#include "workspace/git.hpp"
#include "workspace/hybrid.hpp"
#include "workspace/mount.hpp"
#include "workspace/scratch.hpp"
#include "workspace/stamp.hpp"
#include "workspace/states.hpp"
#include "workspace/workspace.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

fs::path existing_folder(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || !fs::is_directory(real)) throw Error(fmt::format("the project {} is no folder", path.string()));
    return real;
}

/// A repository that holds a whole home folder (dotfiles) is not the project's.
std::optional<GitPlace> project_repository(const fs::path& project) {
    auto place = find_git(project);
    if (!place || place->top == project) return place;
    std::error_code error;
    const fs::path home = fs::canonical(environment_variable("HOME").value_or("/"), error);
    if (place->top == place->top.root_path() || (!error && is_within(home, place->top))) return std::nullopt;
    return place;
}

void make_folder(const fs::path& path, mode_t mode, const Options& options) {
    if (::mkdir(path.c_str(), mode) != 0 || ::chmod(path.c_str(), mode) != 0)
        throw Error(fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)), ExitCode::environment);
    if (options.owner && ::chown(path.c_str(), options.owner->first, options.owner->second) != 0)
        throw Error(fmt::format("cannot give {} to another user: {}", path.string(), std::strerror(errno)),
                    ExitCode::environment);
}

std::uint64_t bytes_of(const fs::path& top) {
    std::uint64_t bytes = 0;
    for (const Entry& entry : walk(top, [&](std::string_view path, std::string_view name, bool folder) {
             return is_own_folder(name, folder) || (folder && is_virtual_environment(top / path));
         })) {
        // A file takes at least a page.
        bytes += 4096 + (S_ISREG(entry.mode) ? static_cast<std::uint64_t>(entry.size) : 0);
    }
    return bytes;
}

constexpr const char* git_identity =
    "[user]\n\tname = testskew\n\temail = testskew@localhost\n[safe]\n\tdirectory = *\n";

/// Gone with the last copy of Workspace::keep.
struct Removal {
    fs::path folder;
    explicit Removal(fs::path path) : folder(std::move(path)) {}
    ~Removal() { remove_tree(folder); }
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;
};

}  // namespace

std::string to_string(Mode mode) { return mode == Mode::overlay ? "overlay" : "copy"; }

bool met_overlay_limit(std::string_view output) {
    return output.find("[Errno 18]") != std::string_view::npos ||
           output.find("Invalid cross-device link") != std::string_view::npos;
}

struct Workspaces::Impl {
    fs::path project, top, relative;  ///< relative: of the project in top, "." for top itself
    std::optional<GitPlace> place;
    bool repository_ignored = false;  ///< there is one around the project, but it is not the project's
    Mode mode = Mode::copy;
    std::string why;
    bool renames = true;
    std::vector<fs::path> mounts;  ///< folders of the project that are file systems of their own
    std::unique_ptr<Scratch> scratch;
    std::unique_ptr<States> states;
    std::unique_ptr<TreeStamp> stamp;
    std::atomic<unsigned> next{0};
    std::mutex mutex;
    std::map<std::string, std::map<std::string, std::string>> facts;
    std::optional<std::string> tags;

    Impl(const fs::path& given, std::optional<Mode> asked, const std::optional<fs::path>& where)
        : project(existing_folder(given)) {
        place = project_repository(project);
        repository_ignored = !place && find_git(project);
        top = place ? place->top : project;
        relative = project.lexically_relative(top);
        stamp = std::make_unique<TreeStamp>(top, place);
        choose_mode(asked, where);
        make_states();
    }

    void make_states() {
        const fs::path folder = scratch->path() / "states";
        fs::create_directory(folder);
        states = std::make_unique<States>(top, place, folder, mode);
    }

    void choose_mode(std::optional<Mode> asked, const std::optional<fs::path>& where) {
        std::string refused = "not asked for";
        if (asked != Mode::copy) {
            for (const fs::path& candidate : scratch_places(0, top, where)) {
                scratch = std::make_unique<Scratch>(candidate);
                refused = try_overlay();
                if (!refused.empty()) continue;
                mode = Mode::overlay;
                why = fmt::format("overlay on {} ({}), written to {}{}", top.string(),
                                  ::geteuid() == 0 ? "as root" : "in a user namespace", scratch->path().string(),
                                  renames ? "" : "; folders of the project cannot be renamed");
                return;
            }
            if (asked == Mode::overlay) {
                throw Error(fmt::format("--workspace overlay is impossible here: {}; use --workspace copy", refused));
            }
        }
        scratch = std::make_unique<Scratch>(scratch_places(bytes_of(top) * 3, top, where).front());
        mode = Mode::copy;
        renames = true;
        why = fmt::format("copies of {} in {} (overlay: {})", top.string(), scratch->path().string(), refused);
    }

    /// Mounts one for real in a child. "" where that works, else the reason.
    std::string try_overlay() {
        mounts.clear();
        for (const fs::path& mount : mounts_below(top)) {
            const auto status = status_of(mount);
            if (!status || !S_ISDIR(status->st_mode))
                return fmt::format("{} is a mount of a single file", mount.string());
            mounts.push_back(mount);
        }
        try {
            const fs::path folder = scratch->path() / "try";
            fs::create_directories(folder / "lower" / "old");
            write_file(folder / "lower" / "old" / "file", "x");
            std::vector<Overlay> overlays = session_overlays(folder, {top}, {});
            overlays.push_back(overlay_over(folder / "lower", {folder / "lower"}, folder, overlays.size()));
            const std::string probe = ".testskew-" + folder.parent_path().filename().string();
            const std::string reason = in_child([&] {
                enter_overlays(overlays, top);
                write_file(top / probe, "");
                if (::rename((folder / "lower" / "old").c_str(), (folder / "lower" / "new").c_str()) == 0)
                    write_file(scratch->path() / "renames", "");
            });
            if (!reason.empty()) return reason;
            if (status_of(top / probe))
                return "mounts are not private here: what is mounted in a child is seen outside";
            renames = status_of(scratch->path() / "renames").has_value();
            remove_tree(folder);
            return {};
        } catch (const std::exception& error) {
            return error.what();
        }
    }

    static Overlay overlay_over(const fs::path& target, std::vector<fs::path> lowers, const fs::path& folder,
                                std::size_t number) {
        Overlay overlay{target, std::move(lowers), folder / fmt::format("u{}", number),
                        folder / fmt::format("k{}", number)};
        if (::mkdir(overlay.upper.c_str(), 0755) != 0 || ::mkdir(overlay.work.c_str(), 0755) != 0)
            throw Error(fmt::format("cannot make {}: {}", overlay.upper.string(), std::strerror(errno)),
                        ExitCode::environment);
        copy_attributes(overlay.lowers.front(), overlay.upper);
        return overlay;
    }

    std::vector<Overlay> session_overlays(const fs::path& folder, const std::vector<fs::path>& lowers,
                                          const std::vector<fs::path>& protect) const {
        std::vector<Overlay> overlays{overlay_over(top, lowers, folder, 0)};
        if (lowers.back() == top) {
            for (const fs::path& mount : mounts)
                overlays.push_back(overlay_over(mount, {mount}, folder, overlays.size()));
        }
        for (const fs::path& path : protect) {
            const fs::path real = existing_folder(path);
            overlays.push_back(overlay_over(real, {real}, folder, overlays.size()));
        }
        return overlays;
    }

    std::map<std::string, fs::path> taken_from(const FileState& state) {
        std::map<std::string, fs::path> taken;
        for (const auto& [path, files] : state.taken) {
            const auto safe = safe_relative(path);
            if (!safe || *safe == ".git" || safe->rfind(".git/", 0) == 0)
                throw Error(
                    fmt::format("\"{}\" is no path of the project that could be taken from another state", path),
                    ExitCode::internal);
            taken[*safe] = states->root(files).tree;
        }
        return taken;
    }

    Skip left_out(const fs::path& tree) const {
        return [this, tree](std::string_view path, std::string_view name, bool folder) {
            if (is_own_folder(name, folder)) return true;
            return mode == Mode::copy && folder && is_virtual_environment(tree / path);
        };
    }

    void fill_overlay(Workspace& workspace, const fs::path& folder, const FileState& state, const Options& options) {
        const Root root = states->root(state.base);
        std::vector<fs::path> lowers;
        if (!root.repositories.empty()) lowers.push_back(root.repositories);
        lowers.push_back(root.tree);
        const std::vector<Overlay> overlays = session_overlays(folder, lowers, options.protect);
        const fs::path& upper = overlays.front().upper;
        copy_attributes(root.tree, upper);
        hide(upper, root.tree, ".testskew");
        if (relative != ".") hide(upper, root.tree, (relative / ".testskew").string());
        change_upper(upper, root.tree, plan_changes(root.tree, taken_from(state), left_out(root.tree)));
        if (const auto git_folder = states->git_folder(state)) {
            const fs::path base = root.git.parent_path();
            change_upper(upper, base, plan_changes(base, {{".git", git_folder->parent_path()}}));
        }
        copy_attributes(root.tree, upper);
        workspace.top = top;
        const fs::path start = project;
        workspace.enter = [overlays, start] { enter_overlays(overlays, start); };
    }

    void fill_copy(Workspace& workspace, const fs::path& folder, const FileState& state) {
        const Root root = states->root(state.base);
        const auto git_folder = states->git_folder(state);
        const std::string name = top.filename().empty() ? "root" : top.filename().string();
        const fs::path tree = folder / name;
        const Skip common = left_out(root.tree);
        const CopyReport report =
            copy_tree(root.tree, tree, [&](std::string_view path, std::string_view last, bool is_folder) {
                if (common(path, last, is_folder)) {
                    if (last != ".testskew")
                        workspace.notes.push_back(fmt::format("left out: {} (a virtual environment)", path));
                    return true;
                }
                if (last != ".git") return false;
                if (path == ".git" && git_folder) return true;
                return !root.repositories.empty() && status_of(root.repositories / path).has_value();
            });
        if (!root.repositories.empty()) {
            copy_tree(root.repositories, tree,
                      [&](std::string_view path, std::string_view, bool) { return path == ".git" && git_folder; });
            copy_attributes(root.tree, tree);
        }
        change_copy(tree, plan_changes(root.tree, taken_from(state), common));
        if (git_folder) copy_tree(*git_folder, tree / ".git");
        if (!root.git.empty()) settle_git(tree);
        for (const std::string& path : report.unreadable) workspace.notes.push_back("unreadable: " + path);
        for (const std::string& path : report.skipped)
            workspace.notes.push_back("left out: " + path + " (no file, folder or symlink)");
        workspace.top = tree;
        const fs::path start = relative == "." ? tree : tree / relative;
        workspace.enter = [start] {
            if (::chdir(start.c_str()) != 0)
                throw std::runtime_error(fmt::format("cannot go to {}: {}", start.string(), std::strerror(errno)));
        };
    }

    /// The index remembers inodes and times of change, which no copy can keep: without this, commands that trust it say
    /// "modified".
    static void settle_git(const fs::path& tree) {
        const fs::path folder = tree / ".git";
        const auto here = pointing_at({tree, folder, folder, folder});
        if (read_file(folder / "config").value_or("").find("worktree") != std::string::npos)
            git({"config", "--file", (folder / "config").string(), "--unset-all", "core.worktree"}, tree);
        git({"update-index", "-q", "--refresh"}, tree, here);
    }

    Workspace make(const FileState& state, const Options& options) {
        Workspace workspace;
        const fs::path folder = scratch->path() / fmt::format("{:04x}", next++ & 0xffff);
        workspace.keep = std::make_shared<Removal>(folder);
        make_folder(folder, options.owner ? 0711 : 0700, {});
        workspace.tmp = folder / "t";
        workspace.scratch = folder / "x";
        make_folder(workspace.tmp, 0700, options);
        make_folder(workspace.scratch, 0700, options);
        workspace.environ["TMPDIR"] = workspace.tmp.string();
        if (options.private_home) {
            workspace.home = folder / "h";
            make_folder(workspace.home, 0700, options);
            write_file(workspace.home / ".gitconfig", git_identity);
            if (options.owner &&
                ::chown((workspace.home / ".gitconfig").c_str(), options.owner->first, options.owner->second) != 0)
                errno = 0;
            workspace.environ["HOME"] = workspace.home.string();
        } else {
            workspace.home = environment_variable("HOME").value_or("/");
        }
        if (repository_ignored)
            workspace.environ["GIT_CEILING_DIRECTORIES"] =
                mode == Mode::overlay ? project.parent_path().string() : folder.string();
        if (mode == Mode::overlay)
            fill_overlay(workspace, folder, state, options);
        else
            fill_copy(workspace, folder, state);
        workspace.project = relative == "." ? workspace.top : workspace.top / relative;
        return workspace;
    }

    std::string stamp_of(const FilesSpec& files) {
        if (files.kind == FilesSpec::Kind::worktree) return stamp->digest();
        states->root(files);  // says what is wrong
        return states->commit(files);
    }

    std::string key_of(const FileState& state) {
        std::string text = stamp_of(state.base) + "\n";
        for (const auto& [path, files] : state.taken) text += path + "\n" + stamp_of(files) + "\n";
        if (state.git_from) text += "git " + stamp_of(*state.git_from) + "\n";
        if (state.git.depth) text += fmt::format("depth {}\n", *state.git.depth);
        if (state.git.tags) text += *state.git.tags ? "tags\n" : "no tags\n";
        if (state.git.branch) text += "branch " + *state.git.branch + "\n";
        if (place) {
            const std::lock_guard lock(mutex);
            if (!tags) tags = git({"for-each-ref", "refs/tags"}, top, pointing_at(*place)).out;
            text += *tags;
        }
        return short_hash(text);
    }

    std::map<std::string, std::string> facts_of(const FileState& state) {
        std::string key = name_of(state.base) + "\n" + key_of(state);
        {
            const std::lock_guard lock(mutex);
            const auto known = facts.find(key);
            if (known != facts.end()) return known->second;
        }
        std::map<std::string, std::string> found;
        const Root root = states->root(state.base);
        if (!root.git.empty()) {
            const bool plain = state == FileState{state.base, {}, {}, {}};
            if (plain && state.base.kind == FilesSpec::Kind::worktree) {
                found = git_facts(*place);
            } else if (plain) {
                found = git_facts({root.tree, root.git, root.git, root.git});
            } else {
                const Workspace workspace = make(state, {});
                const fs::path folder = workspace.top / ".git";
                found = git_facts({workspace.top, folder, folder, folder}, workspace.enter);
            }
        }
        found["workspace"] = to_string(mode);
        const std::lock_guard lock(mutex);
        return facts[key] = found;
    }
};

Workspaces::Workspaces(const fs::path& project, std::optional<Mode> asked, std::optional<fs::path> scratch)
    : impl_(std::make_unique<Impl>(project, asked, scratch)) {}
Workspaces::~Workspaces() = default;
Workspaces::Workspaces(Workspaces&&) noexcept = default;

Mode Workspaces::mode() const { return impl_->mode; }
std::string Workspaces::why() const { return impl_->why; }
const fs::path& Workspaces::top() const { return impl_->top; }
const fs::path& Workspaces::project() const { return impl_->project; }
bool Workspaces::in_git() const { return impl_->place.has_value(); }
bool Workspaces::renames_folders() const { return impl_->renames; }
Workspace Workspaces::make(const FileState& state, const Options& options) { return impl_->make(state, options); }
std::optional<std::string> Workspaces::changed() const { return impl_->stamp->changed(); }
std::string Workspaces::stamp(const FileState& state) { return impl_->key_of(state); }
std::map<std::string, std::string> Workspaces::facts(const FileState& state) { return impl_->facts_of(state); }

std::vector<FileDelta> Workspaces::differences(const FilesSpec& bad, const FilesSpec& good, const std::string& below) {
    std::string folder;
    if (!below.empty()) {
        const auto safe = safe_relative(below);
        if (!safe) throw Error(fmt::format("\"{}\" is no folder of the project", below));
        folder = *safe;
    }
    if (bad == good) return {};
    const fs::path left = impl_->states->root(bad).tree, right = impl_->states->root(good).tree;
    return tree_differences(left, right, folder, [&](std::string_view path, std::string_view name, bool is_folder) {
        if (name == ".git" || name == "__pycache__" || is_own_folder(name, is_folder)) return true;
        return impl_->mode == Mode::copy && is_folder &&
               (is_virtual_environment(left / path) || is_virtual_environment(right / path));
    });
}

}  // namespace testskew::workspace
