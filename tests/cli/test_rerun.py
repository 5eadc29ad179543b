"""Tests `rerun` on real interpreters: pytest's own output again, a shell there, and a script that needs no testskew."""

import os
import subprocess
import time


def git(path, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    return subprocess.run(["git", *identity, *arguments], cwd=path, check=True, capture_output=True, text=True).stdout


def by_hand(script, path):
    """Runs what `rerun --print` printed. It has to leave no file and no worktree behind."""
    folder = path.parent / "temporary"
    folder.mkdir(exist_ok=True)
    before = sorted(path.rglob("*.py"))
    result = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, cwd="/", env={**os.environ, "TMPDIR": str(folder)}
    )
    assert list(folder.iterdir()) == []
    assert sorted(path.rglob("*.py")) == before
    return result


def test_rerun_prints_the_command_and_shows_pytests_own_output(pair):
    pair.testskew("run", "--no-attribute")
    printed = pair.testskew("rerun", "1", "--print")
    assert printed.status == 0
    assert "test_greeting.py::test_greeting" in printed.out
    again = by_hand(printed.out, pair.path)
    assert again.returncode == 1, again
    assert "KeyError" in again.stdout
    result = pair.testskew("rerun", "1")
    assert result.status == 1
    assert "KeyError" in result.out


def test_rerun_opens_a_shell_in_the_world_of_the_session(pair):
    pair.testskew("run", "--no-attribute")
    result = pair.testskew("rerun", "1", "--shell", typed="python -c 'import sys; print(sys.prefix)'\nexit 7\n")
    assert result.status == 7, result
    assert "environments/" in result.out
    assert pair.testskew("rerun", "1", "--shell", "--print").status == 2


RUNNER = {
    "pyproject.toml": "[project]\nname = 'app'\nversion = '1'\n[build-system]\nrequires = ['setuptools']\n"
    "build-backend = 'setuptools.build_meta'\n[tool.setuptools]\npy-modules = ['app']\n",
    "app.py": "import pathlib\nHERE = pathlib.Path(__file__).parent\n",
    "test_app.py": """
        import os, pathlib, app

        def test_runner():
            with open(os.environ["GITHUB_OUTPUT"], "a") as file:
                file.write("x")
            assert (pathlib.Path(os.environ["GITHUB_WORKSPACE"]) / "test_app.py").exists()
            assert pathlib.Path(os.environ["RUNNER_TEMP"]).is_dir()
            assert os.environ["MODE"] == (app.HERE / "mode.txt").read_text(), app.HERE
    """,
    "mode.txt": "committed",
    "testskew.toml": """
        [profile.ci]
        extends = "github-ubuntu"
        python = "3.11"
        files = "tracked"
        requirements = ["-e ."]
        environ = {MODE = "edited"}
        [profile.local]
        python = "3.11"
        requirements = ["-e ."]
        environ = {MODE = "edited", GITHUB_OUTPUT = "/dev/null", GITHUB_WORKSPACE = ".", RUNNER_TEMP = "/tmp"}
    """,
}


def test_what_is_printed_for_a_clean_checkout_on_a_runner_fails_the_same_way(project):
    project.write(RUNNER)
    git(project.path, "init", "-q")
    git(project.path, "add", ".")
    git(project.path, "commit", "-q", "-m", "All")
    (project.path / "mode.txt").write_text("edited")
    result = project.testskew("run", "--no-attribute")
    assert result.status == 3, result
    printed = project.testskew("rerun", "1", "--print")
    assert printed.status == 0, printed
    again = by_hand(printed.out, project.path)
    assert again.returncode == 1, (printed, again)
    assert "AssertionError" in again.stdout and "'committed'" in again.stdout
    assert git(project.path, "worktree", "list").count("\n") == 1
    assert (project.path / "mode.txt").read_text() == "edited"


def test_what_is_printed_runs_the_setup_away_from_the_users_tree(project):
    project.write(
        {
            "test_a.py": "import pathlib\ndef test_a(): assert not pathlib.Path('made.py').exists()\n",
            "testskew.toml": "[profile.ci]\npython = '3.11'\n"
            "setup = [['python', '-c', 'open(\"made.py\", \"w\").close()']]\n[profile.local]\npython = '3.11'\n",
        }
    )
    assert project.testskew("run", "--no-attribute").status == 3
    again = by_hand(project.testskew("rerun", "1", "--print").out, project.path)
    assert again.returncode == 1, again
    assert "assert not True" in again.stdout


def test_rerun_ends_with_the_time_limit_of_the_run(project):
    project.write(
        {
            "test_a.py": "import os, time\ndef test_a(): time.sleep(600 if 'SLOW' in os.environ else 0)\n",
            "testskew.toml": "[profile.ci]\npython = '3.11'\nenviron = {SLOW = '1'}\n"
            "[profile.local]\npython = '3.11'\n",
        }
    )
    assert project.testskew("run", "--no-attribute", "--timeout", "5").status == 3
    begun = time.monotonic()
    result = project.testskew("rerun", "1")
    assert result.status == 124, result
    assert "did not end within 5 s" in result.err
    assert time.monotonic() - begun < 60


LAYERS = {
    "app.py": """
        import os, pathlib

        def export():
            name = os.environ["NAME"]
            return name + pathlib.Path("mode.txt").read_text()
    """,
    "test_app.py": "import app\n\ndef test_export():\n    assert app.export() == 'a b'\n",
    "mode.txt": " b",
    "testskew.toml": """
        [profile.ci]
        python = "3.11"
        files = "tracked"
        [profile.local]
        python = "3.11"
        environ = {NAME = "a"}
    """,
}


def test_a_failure_behind_another_one_is_run_again_by_its_own_name(project):
    project.write(LAYERS)
    git(project.path, "init", "-q")
    git(project.path, "add", "app.py", "test_app.py", "testskew.toml")
    git(project.path, "commit", "-q", "-m", "All but mode.txt")
    result = project.testskew("run")
    assert "testskew rerun 1b" in result.out, result
    outer, inner = project.testskew("rerun", "1"), project.testskew("rerun", "1b")
    assert outer.status == 1 and "KeyError" in outer.out and "FileNotFoundError" not in outer.out
    assert inner.status == 1 and "FileNotFoundError" in inner.out and "KeyError" not in inner.out
    again = by_hand(project.testskew("rerun", "1b", "--print").out, project.path)
    assert again.returncode == 1 and "FileNotFoundError" in again.stdout, again
    none = project.testskew("rerun", "1c")
    assert none.status == 2 and "the last failure behind that of problem 1 is 1b" in none.err
