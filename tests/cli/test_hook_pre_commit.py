"""The hook as one of pre-commit's, with the real pre-commit from the package index."""

import os
import shutil
import subprocess

import pytest
from conftest import PROGRAM, ROOT, make_venv


@pytest.fixture(scope="session")
def pre_commit(tmp_path_factory):
    try:
        return make_venv(tmp_path_factory.mktemp("pre-commit") / "venv", "pre-commit") / "bin"
    except subprocess.CalledProcessError as error:
        pytest.skip(f"pre-commit cannot be installed: {error}")


@pytest.fixture
def configured(clone, pre_commit, tmp_path):
    """A clone whose pre-push hook is pre-commit's, with testskew from a repository as users have it."""
    hooks, tools = tmp_path / "hooks", tmp_path / "tools"
    tools.mkdir()
    (tools / "testskew").symlink_to(PROGRAM)
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-q", "-m", "hooks"],
    ):
        subprocess.run(["git", *command], cwd=hooks, check=True)
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, check=True, capture_output=True, text=True)
    clone.testskew("hook", "uninstall")
    clone.commit(
        {
            ".pre-commit-config.yaml": f"""
            repos:
              - repo: {hooks}
                rev: {revision.stdout.strip()}
                hooks:
                  - id: testskew
        """
        }
    )
    plain = clone.environ
    clone.environ = lambda **changes: plain(
        **{
            "PATH": f"{tools}:{pre_commit}:{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(tmp_path / "pre-commit-home"),
            **changes,
        }
    )
    clone.run(pre_commit / "pre-commit", "install", "--hook-type", "pre-push")
    return clone


def test_pre_commit_runs_it(configured):
    first = configured.push()  # the first commit of a repository: pre-commit names no commits
    assert first.returncode == 0, first
    assert "testskew" in first.stdout + first.stderr and "2 tests in ci" in first.stdout + first.stderr
    assert configured.on_remote() == configured.head()
    configured.greeting("goodbye")
    stopped = configured.push()
    assert stopped.returncode != 0 and "test_greeting" in stopped.stdout + stopped.stderr
    skipped = configured.push(TESTSKEW_SKIP="1")
    assert skipped.returncode == 0
    assert "NOT CHECKED: TESTSKEW_SKIP is set" in skipped.stdout + skipped.stderr


def test_pre_commit_by_hand_checks_head(configured, pre_commit):
    configured.write({"app.py": "broken("})  # not committed
    done = configured.run(
        pre_commit / "pre-commit", "run", "--hook-stage", "pre-push", "--all-files", "testskew", check=False
    )
    assert "2 tests in ci" in done.stdout, done


def test_beside_pre_commits_own_hook(configured, pre_commit):
    before = (configured.path / ".git/hooks/pre-push").read_bytes()
    configured.testskew("hook", "install")
    configured.commit({".pre-commit-config.yaml": "repos: []\n"})
    done = configured.push()
    assert done.returncode == 0 and "2 tests in ci" in done.stderr, done
    configured.testskew("hook", "uninstall")
    assert (configured.path / ".git/hooks/pre-push").read_bytes() == before
    configured.testskew("hook", "install")
    configured.run(pre_commit / "pre-commit", "install", "--hook-type", "pre-push")  # writes over it
    assert "another hook is there" in configured.testskew("hook", "status").stdout
