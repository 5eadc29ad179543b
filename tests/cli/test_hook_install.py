"""The pre-push hook comes into a repository, keeps what is there, and goes again without a trace."""

import json
import os
import pathlib
import shutil
import stat
import subprocess

import pytest
from conftest import PROGRAM
from pushes import Clone, lines

BASH_HOOK = (
    '#!/bin/bash\n# ours\ncat > "$(git rev-parse --show-toplevel)/../seen"\necho "$0 $1" >> ../seen\n[ ! -e ../stop ]'
)
PYTHON_HOOK = "#!/usr/bin/env python3\nimport pathlib, sys\npathlib.Path('../seen').write_text(sys.stdin.read())\n"
PYTHON_HOOK += "sys.exit(pathlib.Path('../stop').exists())\n"
# What husky 9 writes into .husky/_: each hook is a stub that runs the script of its own name in .husky.
HUSKY_STUB = '#!/usr/bin/env sh\n. "$(dirname "$0")/h"'
HUSKY_H = """#!/usr/bin/env sh
n=$(basename "$0")
s=$(dirname "$(dirname "$0")")/$n
[ ! -f "$s" ] && exit 0
sh -e "$s" "$@"
exit $?
"""


def look(folder):
    """Each file below a folder with its mode and content."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            os.readlink(path) if path.is_symlink() else path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def write_hook(path, text, mode=0o755):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


@pytest.fixture
def bare_clone(clone):
    """A clone without the hook."""
    clone.testskew("hook", "uninstall")
    return clone


@pytest.mark.parametrize("text", [BASH_HOOK, PYTHON_HOOK], ids=["bash", "python"])
def test_a_hook_that_is_there_runs_first_and_comes_back(bare_clone, text):
    hooks, seen, stop = (
        bare_clone.path / ".git/hooks",
        bare_clone.path.parent / "seen",
        bare_clone.path.parent / "stop",
    )
    write_hook(hooks / "pre-push", text, 0o750)
    before = look(hooks)
    bare_clone.testskew("hook", "install")
    assert look(hooks) != before
    stop.touch()
    assert bare_clone.push().returncode != 0
    assert bare_clone.times_run() == 0  # the hook that was there has stopped the push
    assert f"HEAD {bare_clone.head()} refs/heads/main {'0' * 40}\n" in seen.read_text()
    stop.unlink()
    done = bare_clone.push()
    assert done.returncode == 0 and "2 tests in ci" in lines(done)[0]
    assert text != BASH_HOOK or seen.read_text().endswith(".git/hooks/pre-push origin\n")
    bare_clone.greeting("goodbye")
    assert bare_clone.push().returncode != 0
    assert bare_clone.push(TESTSKEW_SKIP="1").returncode == 0
    bare_clone.testskew("hook", "uninstall")
    assert look(hooks) == before


def test_install_twice_is_one_install(bare_clone):
    hooks = bare_clone.path / ".git/hooks"
    before = look(hooks)
    assert "installed: .git/hooks/pre-push" in bare_clone.testskew("hook", "install").stdout
    once = look(hooks)
    assert "already installed" in bare_clone.testskew("hook", "install").stdout
    assert look(hooks) == once
    assert "removed" in bare_clone.testskew("hook", "uninstall").stdout
    assert look(hooks) == before
    assert "no call of testskew" in bare_clone.testskew("hook", "uninstall").stdout


def test_core_hooks_path_of_the_repository_is_kept(bare_clone):
    write_hook(bare_clone.path / ".husky/_/pre-push", HUSKY_STUB)
    write_hook(bare_clone.path / ".husky/_/h", HUSKY_H, 0o644)
    write_hook(bare_clone.path / ".husky/_/.gitignore", "*", 0o644)
    write_hook(bare_clone.path / ".husky/pre-push", "cat > ../seen\n", 0o644)
    bare_clone.commit({})
    bare_clone.git("config", "core.hooksPath", ".husky/_")
    before = look(bare_clone.path / ".husky")
    (bare_clone.path / "below").mkdir()
    bare_clone.testskew("hook", "install", cwd=bare_clone.path / "below")
    bare_clone.testskew("hook", "uninstall", cwd=bare_clone.path / "below")
    assert look(bare_clone.path / ".husky") == before
    said = bare_clone.testskew("hook", "install").stdout
    assert "installed: .husky/_/pre-push" in said and "husky writes this folder anew" in said
    assert not (bare_clone.path / ".git/hooks/pre-push").exists()
    done = bare_clone.push()
    assert done.returncode == 0 and "2 tests in ci" in lines(done)[0], done
    assert "refs/heads/main" in (bare_clone.path.parent / "seen").read_text()
    assert bare_clone.git("config", "core.hooksPath").stdout == ".husky/_\n"
    bare_clone.testskew("hook", "uninstall")
    assert look(bare_clone.path / ".husky") == before


def test_hooks_of_all_repositories_are_left_alone(bare_clone):
    shared, configuration = bare_clone.path.parent / "shared", bare_clone.path.parent / "gitconfig"
    configuration.write_text(f"[core]\n\thooksPath = {shared}\n")
    refused = bare_clone.testskew("hook", "install", check=False, GIT_CONFIG_GLOBAL=str(configuration))
    assert refused.returncode == 2 and "global" in refused.stderr and not shared.exists()
    assert refused.stderr.count("\n") == 1
    bare_clone.testskew("hook", "install", "--force", GIT_CONFIG_GLOBAL=str(configuration))
    assert (shared / "pre-push").exists()
    assert bare_clone.push(GIT_CONFIG_GLOBAL=str(configuration)).returncode == 0
    bare_clone.testskew("hook", "uninstall", GIT_CONFIG_GLOBAL=str(configuration))
    assert not shared.exists()


def test_a_linked_work_tree_pushes_its_own_commit(clone, tmp_path):
    linked = Clone(tmp_path / "linked", clone.remote, clone.counter)
    clone.git("worktree", "add", "-q", "-b", "side", linked.path)
    assert "already installed" in linked.testskew("hook", "install").stdout
    linked.greeting("goodbye")
    head = clone.head()
    assert linked.push("origin", "side").returncode != 0
    linked.greeting("hello")
    linked.commit({"more.py": ""})
    assert linked.push("origin", "side").returncode == 0
    assert clone.on_remote("side") == linked.head()
    assert clone.head() == head and clone.git("status", "--porcelain").stdout == ""
    assert linked.git("status", "--porcelain").stdout == ""


def test_a_submodule_has_hooks_of_its_own(clone, tmp_path):
    clone.push(check=True)
    outer = Clone(tmp_path / "outer", clone.remote, clone.counter)
    subprocess.run(["git", "init", "-q", "-b", "main", outer.path], check=True)
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", clone.remote, "inner")
    inner = Clone(outer.path / "inner", clone.remote, clone.counter)
    inner.git("config", "user.name", "t")
    inner.git("config", "user.email", "t@example.invalid")
    inner.testskew("hook", "install")
    assert (outer.path / ".git/modules/inner/hooks/pre-push").exists()
    assert not (outer.path / ".git/hooks/pre-push").exists()
    inner.greeting("goodbye")
    stopped = inner.push("origin", "HEAD:refs/heads/inner")
    assert stopped.returncode != 0 and "test_greeting" in stopped.stderr


def test_a_project_below_the_top(clone):
    clone.testskew("hook", "uninstall")
    for name in ("testskew.toml", "app.py", "test_app.py"):
        (clone.path / "service a").mkdir(exist_ok=True)
        clone.git("mv", name, f"service a/{name}")
    clone.commit({"test_top.py": "def test_top():\n    assert False\n"})
    clone.testskew("hook", "install", cwd=clone.path / "service a")
    assert "--project 'service a'" in (clone.path / ".git/hooks/pre-push").read_text()
    done = clone.push()
    assert done.returncode == 0 and "2 tests in ci" in lines(done)[0], done


def test_a_testskew_that_is_gone_is_said(clone):
    hook = clone.path / ".git/hooks/pre-push"
    hook.write_text(hook.read_text().replace(PROGRAM, "/gone/testskew"))
    clone.greeting("goodbye")
    done = clone.push(PATH=f"{pathlib.Path(shutil.which('git')).parent}:/usr/bin:/bin")
    assert done.returncode == 0 and "NOT CHECKED: testskew is not there any more" in done.stderr
    assert "which is not there any more" in clone.testskew("hook", "status").stdout


@pytest.mark.parametrize("program", ["#!/gone/python\n", "\x7fELF\x02\x01\x01\0 of another machine (\n"])
@pytest.mark.parametrize("kept", [None, "#!/gone/interpreter\n", "#!/bin/sh\nexit 5\n"])
def test_a_testskew_that_cannot_be_started_is_said(bare_clone, program, kept):
    """What was there before decides, where there is something."""
    hook = bare_clone.path / ".git/hooks/pre-push"
    if kept:
        write_hook(hook, kept)
    bare_clone.testskew("hook", "install")
    broken = bare_clone.path.parent / "broken-testskew"
    write_hook(broken, program)
    hook.write_text(hook.read_text().replace(PROGRAM, str(broken)))
    bare_clone.greeting("goodbye")
    done = bare_clone.push()
    assert "NOT CHECKED: testskew is not there any more, or cannot be started" in done.stderr, done
    assert (done.returncode == 0) == (kept is None), done


def test_a_testskew_that_crashes_lets_the_push_go_on_and_a_hook_that_crashes_does_not(bare_clone):
    hook = bare_clone.path / ".git/hooks/pre-push"
    bare_clone.testskew("hook", "install")
    text = hook.read_text()
    crashing = bare_clone.path.parent / "crashing-testskew"
    write_hook(crashing, "#!/bin/sh\nkill -SEGV $$\n")
    hook.write_text(text.replace(PROGRAM, str(crashing)))
    bare_clone.greeting("goodbye")
    done = bare_clone.push()
    assert done.returncode == 0 and "NOT CHECKED: testskew itself was ended by a signal" in done.stderr, done
    bare_clone.testskew("hook", "uninstall")
    write_hook(hook, "#!/bin/sh\nkill -SEGV $$\n")
    bare_clone.testskew("hook", "install")
    bare_clone.greeting("hello")
    done = bare_clone.push()
    assert done.returncode != 0 and "NOT CHECKED" not in done.stderr, done


def test_status_says_what_is_installed_where(bare_clone):
    said = bare_clone.testskew("hook", "status").stdout
    assert "not installed" in said and "no push yet" in said
    write_hook(bare_clone.path / ".git/hooks/pre-push", "#!/bin/sh\n")
    assert "another hook is there" in bare_clone.testskew("hook", "status").stdout
    bare_clone.testskew("hook", "install")
    bare_clone.greeting("goodbye")
    bare_clone.push()
    said = bare_clone.testskew("hook", "status").stdout
    assert ".git/hooks/pre-push; the hook that is there runs first" in said
    assert "ci, 240 s at most" in said and "failed" in said and "test_greeting" in said
    document = json.loads(bare_clone.testskew("hook", "status", "--json", "-").stdout)
    assert document["installed"] and document["other_hook"] and document["last"]["verdict"] == "failed"


def test_outside_of_git_is_a_usage_error(bare_clone, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for command in ("install", "uninstall", "status"):
        done = bare_clone.testskew("hook", command, cwd=folder, check=False, GIT_CEILING_DIRECTORIES=str(tmp_path))
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "no work tree of git" in done.stderr


def test_the_mode_of_a_new_hook(bare_clone):
    bare_clone.testskew("hook", "install")
    assert stat.S_IMODE((bare_clone.path / ".git/hooks/pre-push").stat().st_mode) == 0o755
