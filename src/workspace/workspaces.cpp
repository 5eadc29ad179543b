#include "workspace/workspaces.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <future>
#include <mutex>
#include <set>

#include "model/json.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "workspace/copies.hpp"
#include "workspace/differences.hpp"
#include "workspace/git.hpp"
#include "workspace/overlays.hpp"
#include "workspace/project_tree.hpp"
#include "workspace/scratch.hpp"
#include "workspace/stamp.hpp"
#include "workspace/states.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
/// How and where the workspaces of a run are made.
struct Way {
    Mode mode = Mode::copy;
    std::string why;
    std::unique_ptr<Scratch> scratch;
    OverlayTrial trial;  ///< What is known about overlays here. For copies, everything is as it is outside.
};

namespace {

using Owner = std::optional<std::pair<uid_t, gid_t>>;

void make_own_folder(const fs::path& path, mode_t mode, const Owner& owner = {}) {
    if (::mkdir(path.c_str(), mode) != 0 || ::chmod(path.c_str(), mode) != 0)
        throw Error(fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)), ExitCode::environment);
    if (owner && ::chown(path.c_str(), owner->first, owner->second) != 0)
        throw Error(fmt::format("cannot give {} to another user: {}", path.string(), std::strerror(errno)),
                    ExitCode::environment);
}

/// Makes a home folder in which git can commit, and in which git takes any repository as safe.
void make_home(const fs::path& home, const Owner& owner) {
    constexpr const char* identity =
        "[user]\n\tname = testskew\n\temail = testskew@localhost\n[safe]\n\tdirectory = *\n";
    make_own_folder(home, 0700, owner);
    write_file(home / ".gitconfig", identity);
    if (owner && ::chown((home / ".gitconfig").c_str(), owner->first, owner->second) != 0)
        errno = 0;  // Everybody can read the file.
}

/// Removes a folder with the last copy of Workspace::keep.
struct Removal {
    fs::path folder;
    explicit Removal(fs::path path) : folder(std::move(path)) {}
    ~Removal() { remove_tree(folder); }
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;
};

Way choose_way(const fs::path& top, std::optional<Mode> asked, const std::optional<fs::path>& where, bool sandboxed) {
    Way way;
    std::string refused = "not asked for";
    if (asked != Mode::copy) {
        for (const fs::path& candidate : scratch_places(0, top, where, sandboxed)) {
            way.scratch = std::make_unique<Scratch>(candidate);
            way.trial = try_overlays(top, way.scratch->path());
            refused = way.trial.refused;
            if (!refused.empty()) continue;
            way.mode = Mode::overlay;
            way.why = fmt::format("overlay on {} ({}), written to {}{}", top.string(),
                                  ::geteuid() == 0 ? "as root" : "in a user namespace", way.scratch->path().string(),
                                  way.trial.renames ? "" : "; folders of the project cannot be renamed");
            return way;
        }
        if (asked == Mode::overlay)
            throw Error(fmt::format("--workspace overlay is impossible here: {}; use --workspace copy", refused));
    }
    way.scratch = std::make_unique<Scratch>(scratch_places(copy_size(top) * 3, top, where, sandboxed).front());
    way.trial = {};
    way.why = fmt::format("copies of {} in {} (overlay: {})", top.string(), way.scratch->path().string(), refused);
    return way;
}

fs::path make_states_folder(const Scratch& scratch) {
    const fs::path folder = scratch.path() / "states";
    fs::create_directory(folder);
    return folder;
}

}  // namespace

bool met_overlay_limit(std::string_view output) {
    return output.find("[Errno 18]") != std::string_view::npos ||
           output.find("Invalid cross-device link") != std::string_view::npos;
}

struct Workspaces::Impl {
    ProjectTree tree;
    TreeStamp stamp;
    Way way;
    States states;
    Overlays overlays;
    Copies copies;
    std::atomic<unsigned> next{0};

    std::mutex mutex;  ///< The mutex protects what follows.
    std::map<std::string, std::shared_future<std::map<std::string, std::string>>> facts;
    std::optional<std::string> tags;

    Impl(const fs::path& project, std::optional<Mode> asked, const std::optional<fs::path>& where, bool sandboxed)
        : tree(find_project_tree(project)),
          stamp(tree.top, tree.place),
          way(choose_way(tree.top, asked, where, sandboxed)),
          states(tree.top, tree.place, make_states_folder(*way.scratch), way.mode),
          overlays(tree, states, way.trial.mounts),
          copies(tree, states) {}

    Workspace make(const FileState& state, const Options& options) {
        Workspace workspace;
        const fs::path folder = way.scratch->path() / fmt::format("{:04x}", next++ & 0xffff);
        workspace.keep = std::make_shared<Removal>(folder);
        make_own_folder(folder, options.owner ? 0711 : 0700);
        workspace.tmp = folder / "t";
        workspace.scratch = folder / "x";
        make_own_folder(workspace.tmp, 0700, options.owner);
        make_own_folder(workspace.scratch, 0700, options.owner);
        workspace.environ["TMPDIR"] = workspace.tmp.string();
        if (options.private_home) {
            workspace.home = folder / "h";
            make_home(workspace.home, options.owner);
            workspace.environ["HOME"] = workspace.home.string();
        } else {
            workspace.home = environment_variable("HOME").value_or("/");
        }
        if (tree.repository_ignored)
            workspace.environ["GIT_CEILING_DIRECTORIES"] =
                way.mode == Mode::overlay ? tree.project.parent_path().string() : folder.string();
        if (way.mode == Mode::overlay)
            overlays.fill(workspace, folder, state, options);
        else
            copies.fill(workspace, folder, state, options.laid_over);
        workspace.project = tree.relative == "." ? workspace.top : workspace.top / tree.relative;
        return workspace;
    }

    std::string stamp_of(const FilesSpec& files) {
        if (files.kind == FilesSpec::Kind::worktree) return stamp.digest();
        states.root(files);  // If there is no such state, this throws an Error that says what is wrong.
        return states.commit(files);
    }

    std::string key_of(const FileState& state) {
        std::string text = stamp_of(state.base) + "\n";
        for (const auto& [path, files] : state.taken) text += path + "\n" + stamp_of(files) + "\n";
        for (const auto& [path, from] : state.put_back) text += path + "\n" + from.string() + "\n";
        if (state.git_from) text += "git " + stamp_of(*state.git_from) + "\n";
        if (state.git.depth) text += fmt::format("depth {}\n", *state.git.depth);
        if (state.git.tags) text += *state.git.tags ? "tags\n" : "no tags\n";
        if (state.git.branch) text += "branch " + *state.git.branch + "\n";
        if (tree.place) {
            const std::lock_guard lock(mutex);
            if (!tags) tags = git({"for-each-ref", "refs/tags"}, tree.top, pointing_at(*tree.place)).out;
            text += *tags;
        }
        return short_hash(text);
    }

    std::map<std::string, std::string> git_facts_of(const FileState& state) {
        const Root root = states.root(state.base);
        if (root.git.empty()) return {};
        const bool as_it_is = state == FileState{state.base, {}, {}, {}};
        if (as_it_is && state.base.kind == FilesSpec::Kind::worktree) return git_facts(*tree.place);
        if (as_it_is) return git_facts({root.tree, root.git, root.git, root.git});
        const Workspace workspace = make(state, {});
        const fs::path folder = workspace.top / ".git";
        return git_facts({workspace.top, folder, folder, folder}, workspace.entrance);
    }

    std::map<std::string, std::string> facts_of(const FileState& state) {
        const std::string key = to_string(state.base) + "\n" + key_of(state);
        std::shared_future<std::map<std::string, std::string>> answer;
        {
            // Of two sessions of one state that begin together, one asks and the other waits.
            const std::lock_guard lock(mutex);
            auto& known = facts[key];
            if (!known.valid())
                known = std::async(std::launch::deferred, [this, state] {
                            auto found = git_facts_of(state);
                            found["workspace"] = to_string(way.mode);
                            return found;
                        }).share();
            answer = known;
        }
        return answer.get();
    }
};

Workspaces::Workspaces(const fs::path& project, std::optional<Mode> asked, const std::optional<fs::path>& scratch,
                       bool sandboxed)
    : impl_(std::make_unique<Impl>(project, asked, scratch, sandboxed)) {}
Workspaces::~Workspaces() = default;
Workspaces::Workspaces(Workspaces&&) noexcept = default;

Mode Workspaces::mode() const { return impl_->way.mode; }
std::string Workspaces::why() const { return impl_->way.why; }
const fs::path& Workspaces::top() const { return impl_->tree.top; }
const fs::path& Workspaces::project() const { return impl_->tree.project; }
bool Workspaces::in_git() const { return impl_->tree.place.has_value(); }
bool Workspaces::renames_folders() const { return impl_->way.trial.renames; }
Workspace Workspaces::make(const FileState& state, const Options& options) { return impl_->make(state, options); }
std::optional<std::string> Workspaces::changed() const { return impl_->stamp.changed(); }
std::string Workspaces::stamp(const FileState& state) { return impl_->key_of(state); }
std::map<std::string, std::string> Workspaces::facts(const FileState& state) { return impl_->facts_of(state); }

std::vector<std::string> Workspaces::untracked_extension_modules() const {
    const fs::path& root = top();
    std::set<std::string> found;
    for (const TreeEntry& entry : walk(root, [&](std::string_view path, std::string_view name, bool folder) {
             // setuptools builds here, and nothing is imported from here: build/lib.linux-x86_64-cpython-311.
             if (folder && (name.starts_with("lib.") || name.starts_with("temp."))) return true;
             return name == ".git" || is_noise(name, folder) || (folder && is_virtual_environment(root / path));
         }))
        if (!entry.folder() && entry.path.ends_with(".so")) found.insert(entry.path);
    if (!found.empty() && impl_->tree.place) {
        const std::string tracked = git({"ls-files", "-z", "--", "*.so"}, root, pointing_at(*impl_->tree.place)).out;
        for (const std::string& path : split(tracked, '\0')) found.erase(path);
    }
    return {found.begin(), found.end()};
}

std::vector<FileDelta> Workspaces::differences(const FilesSpec& bad, const FilesSpec& good, const std::string& below) {
    std::string folder;
    if (!below.empty()) {
        const auto safe = safe_relative(below);
        if (!safe) throw Error(fmt::format("\"{}\" is no folder of the project", below));
        folder = *safe;
    }
    if (bad == good) return {};
    const fs::path left = impl_->states.root(bad).tree, right = impl_->states.root(good).tree;
    return tree_differences(left, right, folder, [&](std::string_view path, std::string_view name, bool is_folder) {
        if (name == ".git" || name == "__pycache__" || is_own_folder(name, is_folder)) return true;
        return mode() == Mode::copy && is_folder &&
               (is_virtual_environment(left / path) || is_virtual_environment(right / path));
    });
}

}  // namespace testskew::workspace
