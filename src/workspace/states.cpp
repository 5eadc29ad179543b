#include "workspace/states.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <future>
#include <set>

#include "model/json.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/copy.hpp"
#include "workspace/own_files.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

std::string key_of(const FilesSpec& base, const std::optional<FilesSpec>& git_from, const GitSettings& settings) {
    return fmt::format("{}|{}|{}|{}|{}", to_string(base), git_from ? to_string(*git_from) : "-",
                       settings.depth ? std::to_string(*settings.depth) : "-",
                       settings.tags ? (*settings.tags ? "tags" : "no tags") : "-",
                       settings.branch ? "branch " + *settings.branch : "-");
}

/// Returns the oldest commits that a clone of this depth has and whose parents it lacks, as the file `shallow` lists
/// them.
std::set<std::string> boundary(const GitPlace& place, int depth) {
    // A repository without a commit has no depth.
    if (!git({"rev-parse", "--verify", "--quiet", "HEAD"}, place.top, pointing_at(place)).ok()) return {};
    std::map<std::string, std::vector<std::string>> parents;
    std::string head;
    for (const std::string& line :
         split(git_output({"rev-list", "--parents", "HEAD"}, place.top, pointing_at(place)), '\n')) {
        const std::vector<std::string> commits = split(line, ' ');
        if (commits.front().empty()) continue;
        if (head.empty()) head = commits.front();
        parents[commits.front()] = {commits.begin() + 1, commits.end()};
    }
    std::set<std::string> level{head}, seen{head};
    for (int distance = 1; distance < depth && !level.empty(); ++distance) {
        std::set<std::string> next;
        for (const std::string& commit : level) {
            for (const std::string& parent : parents[commit]) {
                if (seen.insert(parent).second) next.insert(parent);
            }
        }
        level = std::move(next);
    }
    std::erase_if(level, [&](const std::string& commit) { return parents[commit].empty(); });
    return level;
}

/// Returns the repositories that a session must not reach where they are. Their `.git` is a file, of a linked worktree
/// or of a submodule, that leads out of the tree. For a copy, they are also those with an absolute path into the
/// original.
std::vector<GitPlace> outside_repositories(const fs::path& top, Mode mode) {
    std::vector<GitPlace> places;
    const auto look = [&](const fs::path& folder) {
        const auto status = status_of(folder / ".git");
        if (!status || S_ISDIR(status->st_mode)) return;
        const auto place = read_git_place(folder);
        if (!place) return;
        const std::string text = read_file(folder / ".git").value_or("");
        const bool absolute =
            S_ISLNK(status->st_mode) ||
            trim(std::string_view(text).substr(std::min<std::size_t>(7, text.size()))).substr(0, 1) == "/";
        if (!is_within(place->common, top) || !is_within(place->folder, top) || (mode == Mode::copy && absolute))
            places.push_back(*place);
    };
    const std::function<void(const fs::path&, int)> look_in = [&](const fs::path& folder, int depth) {
        look(folder);
        const std::string modules = read_file(folder / ".gitmodules").value_or("");
        for (const std::string& line : split(modules, '\n')) {
            const std::string_view text = trim(line);
            const std::size_t equals = text.find('=');
            if (text.substr(0, 4) != "path" || equals == std::string_view::npos || depth > 8) continue;
            if (const auto path = safe_relative(trim(text.substr(equals + 1)))) look_in(folder / *path, depth + 1);
        }
    };
    look_in(top, 0);
    return places;
}

}  // namespace

bool is_own_folder(std::string_view name, bool folder) { return folder && name == ".testskew"; }

bool is_virtual_environment(const fs::path& folder) { return status_of(folder / "pyvenv.cfg").has_value(); }

States::States(fs::path top, std::optional<GitPlace> place, fs::path folder, Mode mode, Objects objects)
    : top_(std::move(top)), place_(std::move(place)), folder_(std::move(folder)), mode_(mode), objects_(objects) {}

Root States::root(const FilesSpec& files) {
    const std::lock_guard lock(mutex_);
    const auto known = roots_.find(to_string(files));
    if (known != roots_.end()) return known->second;
    const Root made = files.kind == FilesSpec::Kind::worktree  ? worktree()
                      : files.kind == FilesSpec::Kind::nothing ? nothing()
                                                               : check_out_once(files);
    return roots_[to_string(files)] = made;
}

Root States::worktree() {
    Root root{top_, {}, place_ ? place_->folder : fs::path()};
    if (!place_) return root;
    for (const GitPlace& place : outside_repositories(top_, mode_)) {
        if (root.repositories.empty()) {
            root.repositories = folder_ / fmt::format("repositories-{}", ++count_);
            fs::create_directories(root.repositories);
            copy_attributes(top_, root.repositories);
        }
        const fs::path relative = place.top.lexically_relative(top_);
        const fs::path target = (relative == "." ? root.repositories : root.repositories / relative) / ".git";
        fs::create_directories(target.parent_path());
        copy_repository(place, target);
        if (place.top == top_) root.git = target;
    }
    return root;
}

Root States::nothing() {
    const fs::path empty = folder_ / "nothing";
    fs::create_directories(empty);
    return {empty, {}, {}};
}

std::string States::commit(const FilesSpec& files) {
    if (!place_ || files.kind == FilesSpec::Kind::nothing) return {};
    const bool is_ref = files.kind == FilesSpec::Kind::ref;
    const process::Exit exit =
        git({"rev-parse", "--verify", "--quiet", "--end-of-options", (is_ref ? files.ref : "HEAD") + "^{commit}"}, top_,
            pointing_at(*place_));
    if (!exit.start_error.empty()) throw Error("files need git: " + exit.start_error, ExitCode::environment);
    if (exit.ok()) return std::string(trim(exit.out));
    if (!is_ref) return {};
    const bool shallow = status_of(place_->common / "shallow").has_value();
    throw Error(fmt::format("files = \"ref:{}\": there is no such commit in {}{}", files.ref, top_.string(),
                            shallow ? " (a shallow clone: fetch it with `git fetch --unshallow`)" : ""));
}

Root States::check_out_once(const FilesSpec& files) {
    const std::string name = to_string(files);
    if (!place_) {
        throw Error(fmt::format("files = \"{}\" needs a git repository, and {} is in none: use files = \"worktree\"",
                                name, top_.string()));
    }
    const std::string commit_id = commit(files);
    if (commit_id.empty()) {
        throw Error(fmt::format(
            "files = \"{}\": the repository {} has no commit yet; commit first, or use files = \"worktree\"", name,
            top_.string()));
    }
    const fs::path tree = folder_ / fmt::format("state-{}", ++count_) / top_.filename();
    fs::create_directories(tree);
    fs::permissions(tree.parent_path(), fs::perms(0755));
    copy_attributes(top_, tree);
    copy_repository(*place_, tree / ".git", objects_);
    if (files.kind == FilesSpec::Kind::ref) {
        remove_tree(tree / ".git" / "HEAD");
        write_file(tree / ".git" / "HEAD", commit_id + "\n");
    }
    check_out(tree / ".git", top_);
    return {tree, {}, tree / ".git"};
}

std::optional<fs::path> States::git_folder(const FileState& state) {
    if (state.git == GitSettings{} && (!state.git_from || *state.git_from == state.base)) return std::nullopt;
    const Root from = root(state.git_from.value_or(state.base));
    if (from.git.empty())
        throw Error(fmt::format("{} is in no git repository: its git state cannot be changed", top_.string()));
    const std::lock_guard lock(mutex_);
    const std::string key = key_of(state.base, state.git_from, state.git);
    const auto known = git_folders_.find(key);
    if (known != git_folders_.end()) return known->second;
    const fs::path folder = folder_ / fmt::format("git-{}", ++count_) / ".git";
    fs::create_directories(folder.parent_path());
    copy_repository({folder.parent_path(), from.git, from.git, from.git}, folder);
    change_git(folder, state.git);
    return git_folders_[key] = folder;
}

std::map<std::string, fs::path> States::taken_trees(const FileState& state) {
    std::map<std::string, fs::path> taken;
    const auto take = [&](const std::string& path, const fs::path& tree) {
        const auto safe = safe_relative(path);
        if (!safe || *safe == ".git" || safe->rfind(".git/", 0) == 0)
            throw Error(fmt::format("\"{}\" is no path of the project that could be taken from another state", path),
                        ExitCode::internal);
        taken[*safe] = tree;
    };
    for (const auto& [path, files] : state.taken) take(path, root(files).tree);
    for (const auto& [path, tree] : state.put_back) take(path, tree);
    return taken;
}

void change_git(const fs::path& git_folder, const GitSettings& settings) {
    const GitPlace place{git_folder.parent_path(), git_folder, git_folder, git_folder};
    const auto here = pointing_at(place);
    if (settings.branch) {
        const std::string head = git_output({"rev-parse", "--verify", "HEAD^{commit}"}, place.top, here);
        if (settings.branch->empty()) {
            git_output({"update-ref", "--no-deref", "HEAD", head}, place.top, here);
        } else {
            git_output({"check-ref-format", "--branch", *settings.branch}, place.top, here);
            const std::string ref = "refs/heads/" + *settings.branch;
            git_output({"update-ref", ref, head}, place.top, here);
            git_output({"symbolic-ref", "HEAD", ref}, place.top, here);
        }
    }
    if (settings.tags && !*settings.tags) {
        for (const std::string& ref :
             split(git_output({"for-each-ref", "--format=%(refname)", "refs/tags"}, place.top, here), '\n')) {
            if (!ref.empty()) git_output({"update-ref", "-d", ref}, place.top, here);
        }
    }
    if (settings.depth) {
        const std::set<std::string> commits = boundary(place, std::max(1, *settings.depth));
        std::string text = read_file(git_folder / "shallow").value_or("");
        for (const std::string& commit : commits) text += commit + "\n";
        remove_tree(git_folder / "shallow");
        if (!text.empty()) write_file(git_folder / "shallow", text);
        // Both files know about parents that are no longer there.
        remove_tree(git_folder / "objects" / "info" / "commit-graph");
        remove_tree(git_folder / "objects" / "info" / "commit-graphs");
    }
}

std::map<std::string, std::string> git_facts(const GitPlace& place, const process::Entrance& entrance) {
    const auto here = pointing_at(place);
    // A session waits for the answers, and each takes a few milliseconds, so all are asked at once. A workspace is
    // entered by one process at a time.
    const auto policy = entrance.overlays.empty() ? std::launch::async : std::launch::deferred;
    const auto ask = [&](std::vector<std::string> arguments) {
        return std::async(policy, [&, arguments = std::move(arguments)] {
            process::Exit exit = git(arguments, place.top, here, entrance);
            return exit.ok() ? exit.out : std::string();
        });
    };
    auto of_branch = ask({"symbolic-ref", "--quiet", "--short", "HEAD"});
    auto of_head = ask({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"});
    auto of_depth = ask({"rev-list", "--count", "HEAD"});
    auto of_shallow = ask({"rev-parse", "--is-shallow-repository"});
    auto of_tags = ask({"for-each-ref", "--format=%(refname)", "refs/tags"});
    auto of_status = ask({"status", "--porcelain", "--no-renames", "-z"});
    const auto line = [](std::future<std::string>& answer) { return std::string(trim(answer.get())); };
    std::map<std::string, std::string> facts;
    facts["git.head"] = line(of_head);
    facts["git.branch"] = line(of_branch);
    facts["git.detached"] = facts["git.branch"].empty() ? "true" : "false";
    const std::string depth = line(of_depth);
    facts["git.depth"] = facts["git.head"].empty() ? "0" : depth;
    facts["git.shallow"] = line(of_shallow);
    const std::string tags = of_tags.get();
    facts["git.tags"] = std::to_string(std::count(tags.begin(), tags.end(), '\n'));
    // testskew's own folder carries a .gitignore that hides it.
    facts["git.dirty"] = std::to_string(changes_but_our_own(of_status.get(), place.top));
    return facts;
}

}  // namespace testskew::workspace
