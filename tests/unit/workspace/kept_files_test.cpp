#include "workspace/kept_files.hpp"

#include "support.hpp"
#include "support/own_variable.hpp"

namespace fs = std::filesystem;

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

namespace {

std::string large(char c) { return std::string((8 << 20) + 1, c); }

std::vector<std::string> changed_since(const Folder& folder, const std::string& before) {
    const std::string now = kept_state(folder.path);
    const auto changes = KeptFiles(folder.path).changes(before, now);
    REQUIRE(changes);
    return words(*changes);
}

}  // namespace

TEST_CASE("what the repository tracks is kept, however large it is and whatever its name") {
    Folder folder;
    folder.write("model.bin", large('a')).write("x.pyc", "1").write("logs/a.log", "1").write(".gitignore", "*.log\n");
    shell("git init -q . && git add -f -A && git commit -qm one", folder.path);
    folder.write("other.bin", large('b')).write("y.pyc", "1").write("b.log", "1");
    const std::string state = kept_state(folder.path);
    KeptFiles kept(folder.path);
    CHECK(words(kept.changes(kept.commit("HEAD"), state).value()).empty());
    folder.write("model.bin", large('c')).write("x.pyc", "2").write("logs/a.log", "2").write("y.pyc", "2");
    CHECK(changed_since(folder, state) == std::vector<std::string>{"logs/a.log", "model.bin", "x.pyc"});
    std::filesystem::remove(folder.path / "model.bin");
    CHECK(changed_since(folder, state) == std::vector<std::string>{"logs/a.log", "-model.bin", "x.pyc"});
}

TEST_CASE("what has grown too large, or is ignored by now, is kept no longer") {
    Folder folder;
    folder.write("app.py", "one\n").write("grows.bin", "1").write("later.txt", "1");
    const std::string state = kept_state(folder.path);
    folder.write("grows.bin", large('a')).write(".gitignore", "later.txt\n");
    CHECK(changed_since(folder, state) == std::vector<std::string>{"+.gitignore", "-grows.bin", "-later.txt"});
}

TEST_CASE("what the user ignores everywhere is not kept") {
    Folder home, folder;
    home.write(".gitconfig", "[core]\n\texcludesFile = ~/everywhere\n").write("everywhere", ".idea/\n");
    const OwnVariable variable("HOME", home.path.c_str());
    folder.write("app.py", "one\n");
    const std::string before = kept_state(folder.path);
    folder.write(".idea/workspace.xml", "<x/>\n");
    CHECK(kept_state(folder.path) == before);
    folder.write("app.py", "two\n");
    CHECK(kept_state(folder.path) != before);
}

TEST_CASE("states are kept again after the project was moved, put into git, or testskew was killed") {
    Folder folder;
    folder.write("a/app.py", "one\n");
    const fs::path a = folder.path / "a", b = folder.path / "b";
    CHECK(!kept_state(a).empty());
    shell("git init -q . && git add app.py && git commit -qm one", a);
    KeptFiles in_git(a);
    REQUIRE(in_git.keep());
    CHECK(in_git.changes(in_git.commit("HEAD"), in_git.keep().value()).value().size() <= 1);  // its .gitignore, if any
    fs::rename(a, b);
    folder.write("b/app.py", "two\n");
    const std::string moved = kept_state(b);
    REQUIRE(!moved.empty());
    KeptFiles kept(b);
    CHECK(!kept.changes(kept.commit("HEAD"), moved).value().empty());
    folder.write("b/.testskew/files.git/index.lock", "");
    CHECK(!kept_state(b).empty());
    folder.write("b/.testskew/files.git/index", "damaged");
    CHECK(kept_state(b) == moved);
}

TEST_CASE("a state is not taken for the present one if git could not add a file to it") {
    Folder folder;
    folder.write("app.py", "one\n");
    REQUIRE(!kept_state(folder.path).empty());
    const fs::path objects = folder.path / ".testskew/files.git/objects";
    fs::remove_all(objects);
    folder.write(".testskew/files.git/objects/info/alternates", "");
    // An object of the new content cannot be written: a file stands where its folder would be.
    folder.write("app.py", "two\n");
    const std::string blob = std::string(trim(shell("git hash-object app.py", folder.path)));
    folder.write(".testskew/files.git/objects/" + blob.substr(0, 2), "");
    CHECK(kept_state(folder.path).empty());
}

TEST_CASE("a patch has no NUL, no path that is left out, and no repository inside") {
    Folder folder;
    folder.write("late.txt", std::string(9000, 'x') + '\0' + "end\n")
        .write(
            "\xc3\xbc"
            "ber/.env",
            "KEY=1\n");
    folder.write("app.py", "one\n");
    KeptFiles kept(folder.path);
    const std::string state = kept.keep().value();
    const auto patch = kept.patch("", state,
                                  {{},
                                   {"\xc3\xbc"
                                    "ber/.env"}});
    REQUIRE(patch);
    CHECK(patch->find('\0') == std::string::npos);
    CHECK(patch->find("KEY=1") == std::string::npos);
    CHECK(patch->find("app.py") != std::string::npos);
    CHECK(kept.content(state,
                       "\xc3\xbc"
                       "ber/.env") == "KEY=1\n");
    CHECK(!kept.content(state, "no-such"));
    const auto only = kept.patch("", state, {{"late.txt"}, {}});
    REQUIRE(only);
    CHECK(only->find("GIT binary patch") != std::string::npos);
    CHECK(only->find("app.py") == std::string::npos);
}

TEST_CASE("a path of a state is not replaced by what is on disk now") {
    const Changed project(true);
    KeptFiles kept(project.folder.path);
    const auto same = kept.with(project.before, {"app.py"});
    REQUIRE(same);
    CHECK(words(*kept.changes(project.before, *same)).empty());
}

}  // namespace testskew::workspace
