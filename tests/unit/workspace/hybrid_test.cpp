#include "workspace/hybrid.hpp"

#include <algorithm>

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {
const FilesSpec from_worktree{};
const FilesSpec from_tracked{FilesSpec::Kind::tracked, ""};
FilesSpec from_ref(const std::string& commit) { return {FilesSpec::Kind::ref, commit}; }

FileState with(FileState state, std::map<std::string, FilesSpec> taken) {
    state.taken = std::move(taken);
    return state;
}

std::vector<std::string> said(const std::vector<Change>& changes) {
    std::vector<std::string> texts;
    for (const Change& change : changes) texts.push_back((change.from.empty() ? "- " : "+ ") + change.path);
    std::sort(texts.begin(), texts.end());
    return texts;
}
using Said = std::vector<std::string>;
}  // namespace

TEST_CASE("A plan puts and takes away just what differs", "[workspace]") {
    const Folder folder;
    const fs::path base = folder.path / "base", other = folder.path / "other";
    put(base / "same", "x");
    put(other / "same", "x");
    put(base / "edited", "1");
    put(other / "edited", "2");
    put(base / "only" / "deep" / "here", "");
    put(base / "only" / "deep" / "too", "");
    put(other / "there" / "new", "");
    put(base / "file", "");
    put(other / "file" / "inside", "");
    put(base / "folder" / "inside", "");
    put(other / "folder", "");
    fs::create_directory(other / "empty");
    const auto plan = [&](const std::string& path) { return said(plan_changes(base, {{path, other}})); };
    CHECK(plan("same").empty());
    CHECK(plan("missing").empty());
    CHECK(plan("edited") == Said{"+ edited"});
    CHECK(plan("only/deep/here") == Said{"- only/deep/here"});
    CHECK(plan("only") == Said{"- only"});
    CHECK(plan("there") == Said{"+ there/new"});
    CHECK(plan("file") == Said{"+ file/inside"});
    CHECK(plan("empty") == Said{"+ empty"});
    // If the other tree does not have a folder, the folder goes together with its last file. Otherwise a namespace
    // package would stay.
    CHECK(said(plan_changes(base, {{"only/deep/here", other}, {"only/deep/too", other}})) == Said{"- only"});
    const fs::path copy = folder.path / "copy";
    copy_tree(base, copy);
    change_copy(copy, plan_changes(copy, {{"file", other}, {"folder", other}, {"only", other}, {"empty", other}}));
    CHECK(shell("find . | LC_ALL=C sort | tr '\\n' ' '", copy) ==
          ". ./edited ./empty ./file ./file/inside ./folder ./same ");
}

TEST_CASE("A hybrid has single paths of another state", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    make_repository(folder.path);
    put(folder.path / "build" / "deep" / "left-over.txt", "old");
    fs::permissions(folder.path / "tool.sh", fs::perms(0644));
    const std::string before = everything(folder.path);
    Workspaces workspaces(folder.path, mode);
    const auto see = [&](const FileState& state, const std::string& line) {
        const Workspace workspace = workspaces.make(state);
        return inside(workspace, line);
    };
    CHECK(see(with(worktree, {{"pkg/core.py", from_tracked}}), "cat pkg/core.py untracked.txt") == "two\nuntracked");
    CHECK(see(with(tracked, {{"pkg/core.py", from_worktree}}), "cat pkg/core.py; ls") == "edited\npkg\ntool.sh");
    CHECK(see(with(worktree, {{"untracked.txt", from_tracked}}), "ls") == "build\nignored.txt\npkg\ntool.sh");
    CHECK(see(with(tracked, {{"ignored.txt", from_worktree}, {"build", from_worktree}}),
              "cat ignored.txt build/deep/*") == "ignored\nold");
    CHECK(see(with(worktree, {{"build/deep/left-over.txt", from_tracked}}), "ls") ==
          "ignored.txt\npkg\ntool.sh\nuntracked.txt");
    CHECK(see(with(worktree, {{"tool.sh", from_tracked}}), "stat -c %a tool.sh") == "755");
    CHECK(see(with(tracked, {{"tool.sh", from_worktree}}), "stat -c %a tool.sh") == "644");
    CHECK(see(with(tracked, {{"pkg/later.py", from_ref("v1")}}), "ls pkg") == "__init__.py\ncore.py\nlink.py");
    CHECK(see(with(ref("v1"), {{"pkg/later.py", from_worktree}}), "cat pkg/core.py pkg/later.py") == "one\nlater");
    CHECK(see(with(worktree, {{"pkg", from_ref("v1")}}), "cat pkg/core.py; ls pkg; cat pkg/link.py") ==
          "one\n__init__.py\ncore.py\nlink.py\none");
    CHECK_THROWS_AS(workspaces.make(with(worktree, {{"../x", from_tracked}})), Error);
    CHECK_THROWS_AS(workspaces.make(with(worktree, {{".git/config", from_tracked}})), Error);
    CHECK(everything(folder.path) == before);
}

TEST_CASE("Git facts can be swapped one at a time", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    make_repository(folder.path);
    shell("git commit -q --allow-empty -m three && git pack-refs --all", folder.path);
    const std::string before = everything(folder.path);
    Workspaces workspaces(folder.path, mode);
    const auto facts = workspaces.facts(worktree);
    CHECK(facts.at("git.branch") == "main");
    CHECK(facts.at("git.detached") == "false");
    CHECK(facts.at("git.depth") == "3");
    CHECK(facts.at("git.shallow") == "false");
    CHECK(facts.at("git.tags") == "1");
    CHECK(facts.at("git.dirty") == "2");
    CHECK(facts.at("workspace") == to_string(mode));
    CHECK(workspaces.facts(tracked).at("git.dirty") == "0");
    CHECK(workspaces.facts(ref("v1")).at("git.detached") == "true");

    // One repository serves all of the swaps, as making it takes most of the time.
    const FileState base = GENERATE(as<FileState>{}, worktree, tracked);
    {
        INFO("no tags");
        FileState state = base;
        state.git.tags = false;
        CHECK(workspaces.facts(state).at("git.tags") == "0");
        CHECK(workspaces.facts(state).at("git.depth") == "3");
        CHECK(inside(workspaces.make(state), "git tag").empty());
    }
    {
        INFO("shallow");
        FileState state = base;
        state.git.depth = 1;
        CHECK(workspaces.facts(state).at("git.depth") == "1");
        CHECK(workspaces.facts(state).at("git.shallow") == "true");
        CHECK(inside(workspaces.make(state),
                     "git log --format=%s; git describe --tags 2> /dev/null || echo no tag in reach") ==
              "three\nno tag in reach");
    }
    {
        INFO("detached");
        FileState state = base;
        state.git.branch = "";
        CHECK(workspaces.facts(state).at("git.detached") == "true");
        CHECK(inside(workspaces.make(state), "git log -1 --format=%s") == "three");
    }
    {
        INFO("another branch");
        FileState state = base;
        state.git.branch = "feature/x";
        CHECK(workspaces.facts(state).at("git.branch") == "feature/x");
    }
    {
        INFO("all of another state");
        FileState state = base;
        state.git_from = from_ref("v1");
        CHECK(inside(workspaces.make(state), "git log --format=%s && cat pkg/later.py") == "one\nlater");
        CHECK(workspaces.stamp(state) != workspaces.stamp({state.base, {}, {}, {}}));
    }
    CHECK(everything(folder.path) == before);
}

TEST_CASE("Stamps tell states apart, and only those", "[workspace]") {
    const Folder folder;
    make_repository(folder.path);
    Workspaces workspaces(folder.path, Mode::copy), again(folder.path, Mode::copy);
    CHECK(workspaces.stamp(worktree) == again.stamp(worktree));
    CHECK(workspaces.stamp(tracked) == again.stamp(ref("HEAD")));
    CHECK(workspaces.stamp(worktree) != workspaces.stamp(tracked));
    CHECK(workspaces.stamp(ref("v1")) != workspaces.stamp(tracked));
    CHECK(workspaces.stamp(with(worktree, {{"pkg/core.py", from_tracked}})) != workspaces.stamp(worktree));
    put(folder.path / "pkg" / "core.py", "edited again\n");
    CHECK(Workspaces(folder.path, Mode::copy).stamp(worktree) != workspaces.stamp(worktree));
}
