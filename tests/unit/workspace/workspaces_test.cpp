#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

TEST_CASE("A session sees the work tree, and what it writes is seen by nobody else", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path top = folder.path / "a project, with: odd, name";
    fs::create_directory(top);
    make_repository(top);
    const std::string before = everything(top);
    {
        Workspaces workspaces(top, mode);
        CHECK(workspaces.mode() == mode);
        CHECK(workspaces.top() == top);
        Workspace one = workspaces.make(worktree), other = workspaces.make(worktree);
        CHECK(one.project.filename() == top.filename());
        if (mode == Mode::overlay) CHECK(one.project == top);
        CHECK(inside(one, "pwd") == one.project.string());
        CHECK(inside(one, "cat pkg/core.py ignored.txt untracked.txt pkg/link.py") ==
              "edited\nignored\nuntracked\nedited");
        CHECK(inside(one, "test -x tool.sh && readlink pkg/link.py") == "core.py");
        inside(one,
               "echo mine > pkg/core.py && echo new > new.txt && rm ignored.txt && mkdir build && chmod 600 tool.sh && "
               "mv pkg pkg2");
        CHECK(inside(one, "cat pkg2/core.py new.txt") == "mine\nnew");  // a second process in the same workspace
        CHECK(inside(other, "cat pkg/core.py ignored.txt && ls") ==
              "edited\nignored\nignored.txt\npkg\ntool.sh\nuntracked.txt");
        CHECK(workspaces.changed() == std::nullopt);
    }
    CHECK(everything(top) == before);
}

TEST_CASE("git commands of a session work and leave the user's repository alone", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path top = folder.path / "p";
    fs::create_directory(top);
    make_repository(top);
    const std::string before = everything(top);
    Workspaces workspaces(top, mode);
    const Workspace workspace = workspaces.make(worktree);
    CHECK(inside(workspace, "git describe --tags --dirty").find("v1-1-g") == 0);
    CHECK(inside(workspace, "git diff-index --name-only HEAD") == "pkg/core.py");  // diff-index trusts the index
    inside(workspace, "git checkout -q -b other && git commit -q -am three && git tag v3 && git gc -q");
    CHECK(inside(workspace, "git log --format=%s -1 && git log -1 --format=%an") == "three\ntestskew");
    CHECK(everything(top) == before);
    CHECK(workspaces.make(worktree).tmp.string().size() == workspace.tmp.string().size());
}

TEST_CASE("A tracked state is a clean checkout of HEAD", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path top = folder.path / "p";
    fs::create_directory(top);
    make_repository(top);
    put(top / ".testskew" / "runs" / "x", "x");
    const std::string before = everything(top);
    Workspaces workspaces(top, mode);
    const Workspace workspace = workspaces.make(tracked);
    CHECK(inside(workspace, "ls -A") == ".git\n.gitignore\npkg\ntool.sh");
    CHECK(inside(workspace,
                 "cat pkg/core.py && git status --porcelain && git symbolic-ref --short HEAD && git diff-index HEAD") ==
          "two\nmain");
    CHECK(inside(workspace, "test -x tool.sh && readlink pkg/link.py") == "core.py");
    CHECK(inside(workspaces.make(worktree), "ls -d .testskew || true").empty());
    const Workspace old = workspaces.make(ref("v1"));
    CHECK(inside(old, "cat pkg/core.py && ls pkg && git tag --points-at HEAD && git status --porcelain") ==
          "one\n__init__.py\ncore.py\nlink.py\nv1");
    CHECK(everything(top) == before);
}

TEST_CASE("States that are not there are usage errors", "[workspace]") {
    const Folder folder;
    const fs::path plain = folder.path / "plain", empty = folder.path / "empty";
    put(plain / "a.py", "");
    put(empty / "a.py", "");
    shell("git init -q -b main .", empty);
    Workspaces without(plain, Mode::copy), no_commit(empty, Mode::copy);
    const auto refused = [](Workspaces& workspaces, const FileState& state, const std::string& text) {
        try {
            workspaces.make(state);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.code == ExitCode::usage);
            CHECK_THAT(error.what(), ContainsSubstring(text));
        }
    };
    refused(without, tracked, "needs a git repository");
    refused(no_commit, tracked, "no commit yet");
    refused(no_commit, ref("--output=x"), "no such commit");
    CHECK(no_commit.facts(worktree).at("git.head").empty());
    CHECK(without.facts(worktree) == std::map<std::string, std::string>{{"workspace", "copy"}});
    CHECK_THROWS_AS(Workspaces(folder.path / "missing", Mode::copy), Error);
}

TEST_CASE("A project in a subfolder is covered with its whole repository", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    make_repository(folder.path);
    put(folder.path / "sub" / "test_a.py", "x");
    put(folder.path / "sub" / ".testskew" / "y", "y");
    Workspaces workspaces(folder.path / "sub", mode);
    CHECK(workspaces.top() == folder.path);
    const Workspace workspace = workspaces.make(worktree);
    CHECK(workspace.project == workspace.top / "sub");
    CHECK(inside(workspace, "pwd") == workspace.project.string());
    CHECK(inside(workspace, "ls -A . && cat ../pkg/core.py && echo 1 > ../pkg/core.py") == "test_a.py\nedited");
    CHECK(get(folder.path / "pkg" / "core.py") == "edited\n");
}

TEST_CASE("A linked worktree gets a repository of its own", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path main = folder.path / "main", linked = folder.path / "linked";
    fs::create_directory(main);
    make_repository(main);
    shell("git worktree add -q -b side ../linked v1", main);
    put(linked / "pkg" / "core.py", "side\n");
    const std::string before = everything(folder.path);
    Workspaces workspaces(linked, mode);
    const Workspace workspace = workspaces.make(worktree);
    CHECK(
        inside(workspace, "git status --porcelain && git symbolic-ref --short HEAD && git rev-parse --show-toplevel") ==
        " M pkg/core.py\nside\n" + workspace.top.string());
    inside(workspace, "git commit -q -am in-session && git branch more && git gc -q");
    const Workspace clean = workspaces.make(tracked);
    CHECK(inside(
              clean,
              "cat pkg/core.py && git status --porcelain && git commit -q --allow-empty -m x && git log --format=%s") ==
          "one\nx\none");
    CHECK(workspaces.facts(worktree).at("git.branch") == "side");
    CHECK(everything(folder.path) == before);
}

TEST_CASE("Submodules are there in every state, and apart from the user's", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path library = folder.path / "library", top = folder.path / "top";
    fs::create_directory(library);
    fs::create_directory(top);
    make_repository(library);
    shell(
        "git init -q -b main . && git -c protocol.file.allow=always submodule --quiet add ../library vendor/library && "
        "git commit -q -m s",
        top);
    put(top / "vendor" / "library" / "pkg" / "core.py", "edited in place\n");
    const std::string before = everything(folder.path);
    Workspaces workspaces(top, mode);
    const Workspace dirty = workspaces.make(worktree), clean = workspaces.make(tracked);
    CHECK(inside(dirty, "cat vendor/library/pkg/core.py && git -C vendor/library status --porcelain") ==
          "edited in place\n M pkg/core.py");
    CHECK(inside(
              clean,
              "cat vendor/library/pkg/core.py && git -C vendor/library status --porcelain && git status --porcelain") ==
          "two");
    inside(dirty, "cd vendor/library && git commit -q -am in-session && git gc -q");
    // The project is itself a submodule, so its repository is outside.
    Workspaces within(top / "vendor" / "library", mode);
    const Workspace own = within.make(worktree);
    inside(own, "git commit -q -am in-session && git rev-parse --show-toplevel");
    CHECK(inside(within.make(tracked), "cat pkg/core.py && git status --porcelain") == "two");
    CHECK(everything(folder.path) == before);
}

TEST_CASE("TMPDIR and HOME are the session's own", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    put(folder.path / "a", "");
    Workspaces workspaces(folder.path, mode);
    fs::path session;
    {
        const Workspace workspace = workspaces.make(worktree);
        session = workspace.tmp.parent_path();
        CHECK(inside(workspace, "echo $TMPDIR && echo $HOME && touch $TMPDIR/x $HOME/y") ==
              workspace.tmp.string() + "\n" + workspace.home.string());
        CHECK(fs::exists(workspace.tmp / "x"));
        CHECK(inside(workspace, "git config user.email") == "testskew@localhost");
        CHECK(workspace.tmp.string().size() < 40);
        CHECK(workspaces.make(worktree, {false, {}, {}, {}}).environ.count("HOME") == 0);
        inside(workspace, "mkdir -p deep/er && touch deep/er/x && chmod 0 deep/er deep");
    }
    CHECK(!fs::exists(session));
}

TEST_CASE("An environment can be overlaid as well", "[workspace]") {
    const Folder folder;
    put(folder.path / "project" / "a", "");
    put(folder.path / "venv" / "bin" / "python", "real");
    if (modes().front() != Mode::overlay) return;
    Workspaces workspaces(folder.path / "project", Mode::overlay);
    const Workspace workspace = workspaces.make(worktree, {true, {folder.path / "venv"}, {}, {}});
    const std::string venv = shell_quoted((folder.path / "venv").string());
    CHECK(inside(workspace, "cat " + venv + "/bin/python && echo fake > " + venv + "/bin/python && cat " + venv +
                                "/bin/python") == "realfake");
    CHECK(get(folder.path / "venv" / "bin" / "python") == "real");
}

TEST_CASE("A copy keeps what can be kept, and says what it left out", "[workspace]") {
    const Folder folder;
    put(folder.path / "data", "secret");
    fs::create_symlink(folder.path / "data", folder.path / "absolute");
    fs::create_directory(folder.path / "read-only");
    put(folder.path / "read-only" / "x", "x");
    put(folder.path / ".venv" / "pyvenv.cfg", "");
    shell(
        "touch -d '2001-02-03 04:05:06.789' data && chmod 640 data && chmod 555 read-only && mkfifo pipe && truncate "
        "-s 1G sparse",
        folder.path);
    Workspaces workspaces(folder.path, Mode::copy);
    const Workspace workspace = workspaces.make(worktree);
    CHECK(inside(workspace, "stat -c '%a %.3Y' data read-only && readlink absolute") ==
          shell("stat -c '%a %.3Y' data read-only", folder.path) + "\n" + (workspace.top / "data").string());
    CHECK(inside(workspace, "ls -A") == "absolute\ndata\nread-only\nsparse");
    CHECK(std::stoi(inside(workspace, "du -k sparse | cut -f1")) < 1024);
    CHECK(workspace.notes.size() == 2);
    inside(workspace, "echo changed > absolute");
    CHECK(get(folder.path / "data") == "secret");
    fs::permissions(folder.path / "read-only", fs::perms(0755));
}

TEST_CASE("The user's edits are noticed, and what tools write is not", "[workspace]") {
    const Folder folder;
    make_repository(folder.path);
    const Workspaces workspaces(folder.path, Mode::copy);
    shell("git status --porcelain > /dev/null", folder.path);  // this refreshes the index
    put(folder.path / "pkg" / "__pycache__" / "core.pyc", "x");
    put(folder.path / ".testskew" / "x", "x");
    put(folder.path / ".coverage", "x");
    put(folder.path / "pkg" / ".core.py.swp", "x");
    CHECK(workspaces.changed() == std::nullopt);
    SECTION("an edit") {
        put(folder.path / "pkg" / "later.py", "LATER\n");
        CHECK(workspaces.changed() == "pkg/later.py");
    }
    SECTION("a new file") {
        put(folder.path / "pkg" / "new.py", "");
        CHECK(workspaces.changed() == "pkg/new.py");
    }
    SECTION("a file removed") {
        fs::remove(folder.path / "pkg" / "core.py");
        CHECK(workspaces.changed() == "pkg/core.py");
    }
    SECTION("a mode") {
        fs::permissions(folder.path / "tool.sh", fs::perms(0644));
        CHECK(workspaces.changed() == "tool.sh");
    }
    SECTION("git add") {
        shell("git add untracked.txt", folder.path);
        CHECK(workspaces.changed() == ".git/index");
    }
    SECTION("a commit") {
        shell("git commit -q --allow-empty -m x", folder.path);
        CHECK(workspaces.changed() == ".git/refs/heads/main");
    }
}

TEST_CASE("What an overlay cannot do is known from the output", "[workspace]") {
    CHECK(met_overlay_limit("OSError: [Errno 18] Invalid cross-device link: 'a' -> 'b'"));
    CHECK(!met_overlay_limit("OSError: [Errno 17] File exists"));
}
