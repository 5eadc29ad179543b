#include "workspace/kept_files.hpp"

#include "support.hpp"

namespace testskew::workspace {
namespace {

std::vector<std::string> words(const std::vector<ChangedFile>& changes) {
    std::vector<std::string> result;
    for (const auto& change : changes)
        result.push_back(std::string(change.before ? "" : "+") + (change.after ? "" : "-") + change.path);
    return result;
}

/// A project with a change after its first state was kept.
struct Changed {
    Folder folder;
    std::string before, after;
    explicit Changed(bool in_git) {
        folder.write("app.py", "one\r\n").write("old.py", "old\n").write("tests/test_a.py", "pass\n");
        folder.write(".gitignore", "*.log\n").write("ignored.log", "1").write(".venv/pyvenv.cfg", "");
        folder.write("env/pyvenv.cfg", "").write("env/lib/x.py", "");
        if (in_git) shell("git init -q . && git add -A app.py tests && git commit -qm one", folder.path);
        before = kept_state(folder.path);
        folder.write("app.py", "two\n").write("new.py", "new\n").write("ignored.log", "2");
        std::filesystem::remove(folder.path / "old.py");
        folder.write(".testskew/runs/x", "x").write("env/lib/x.py", "y");
        after = kept_state(folder.path);
    }
};

}  // namespace

TEST_CASE("the state of the files is kept, and what changed since is told") {
    const bool in_git = GENERATE(false, true);
    CAPTURE(in_git);
    const Changed project(in_git);
    KeptFiles kept(project.folder.path);
    REQUIRE(!project.before.empty());
    const auto changes = kept.changes(project.before, project.after);
    REQUIRE(changes);
    CHECK(words(*changes) == std::vector<std::string>{"app.py", "+new.py", "-old.py"});
    Folder out;
    REQUIRE(kept.write_out(project.before, out.path / "then"));
    CHECK(get(out.path / "then/app.py") == "one\r\n");
    CHECK(get(out.path / "then/old.py") == "old\n");
    CHECK(get(out.path / "then/new.py") == "(missing)");
    CHECK(get(out.path / "then/ignored.log") == "(missing)");
}

TEST_CASE("nothing is written to the user's repository when a state is kept") {
    Folder folder;
    folder.write("app.py", "one\n");
    shell("git init -q . && git add -A && git commit -qm one", folder.path);
    folder.write("app.py", "two\n");
    const std::string before = shell("find .git -type f | xargs sha256sum | sort", folder.path);
    CHECK(!kept_state(folder.path).empty());
    CHECK(shell("find .git -type f | xargs sha256sum | sort", folder.path) == before);
}

TEST_CASE("a commit of the project is a state as well") {
    Folder folder;
    folder.write("app.py", "one\n");
    shell("git init -q . && git add -A && git commit -qm one", folder.path);
    KeptFiles kept(folder.path);
    const std::string commit = kept.commit("HEAD");
    REQUIRE(commit.size() == 40);
    CHECK(kept.commit("no-such") == "");
    folder.write("app.py", "two\n");
    const auto changes = kept.changes(commit, kept.keep().value());
    REQUIRE(changes);
    CHECK(words(*changes) == std::vector<std::string>{"app.py"});
    CHECK(!kept.changes("0000000000000000000000000000000000000000", commit));
}

TEST_CASE("a path that git ignores can be added to a state") {
    const Changed project(true);
    KeptFiles kept(project.folder.path);
    const auto more = kept.with(project.before, {"ignored.log", "no-such-file"});
    REQUIRE(more);
    const auto changes = kept.changes(project.before, *more);
    REQUIRE(changes);
    CHECK(words(*changes) == std::vector<std::string>{"+ignored.log"});
    const auto patch = kept.patch(project.before, *more);
    REQUIRE(patch);
    CHECK(patch->find("+2\n") != std::string::npos);
    CHECK(kept.patch("", project.before)->find("app.py") != std::string::npos);
    CHECK(kept.keep() == project.after);  // it changed nothing of what is kept
}

TEST_CASE("a path is put back in a workspace, and the user's tree stays as it is") {
    const Mode mode = GENERATE(from_range(modes()));
    const Changed project(false);
    KeptFiles kept(project.folder.path);
    Folder out;
    REQUIRE(kept.write_out(project.before, out.path / "then"));
    Workspaces workspaces(project.folder.path, mode);
    FileState state;
    const auto changes = kept.changes(project.before, project.after).value();
    for (const auto& change : changes) state.put_back[change.path] = out.path / "then";
    const Workspace workspace = workspaces.make(state);
    CHECK(inside(workspace, "cat app.py old.py; ls new.py 2>/dev/null; true") == "one\r\nold");
    CHECK(get(project.folder.path / "app.py") == "two\n");
    CHECK(workspaces.stamp(state) != workspaces.stamp({}));
}

}  // namespace testskew::workspace
