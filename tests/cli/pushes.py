"""Clones of a bare repository with a pytest project, from which the tests of the hook push."""

import subprocess
import textwrap

from conftest import PROFILES, PROGRAM, environ

TESTS = """
    import os
    import app

    def test_greeting():
        with open({counter!r}, "a") as file:
            file.write("ran\\n")
        assert app.greeting() == "hello"

    def test_git_is_not_led_astray():
        assert not [name for name in os.environ if name.startswith("GIT_")]
"""


class Clone:
    """A clone of a bare repository, with the hook."""

    def __init__(self, path, remote, counter):
        self.path, self.remote, self.counter = path, remote, counter

    def environ(self, **changes):
        usual = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        usual.update({"TESTSKEW_HOOK_BUDGET": "240", "TESTSKEW_SKIP": None, "PRE_COMMIT": None})
        return environ(**{**usual, **changes})

    def run(self, *command, check=True, cwd=None, typed="", **changes):
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd or self.path,
            env=self.environ(**changes),
            input=typed,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert not check or done.returncode == 0, done
        return done

    def git(self, *arguments, **options):
        return self.run("git", *arguments, **options)

    def testskew(self, *arguments, **options):
        return self.run(PROGRAM, *arguments, **options)

    def push(self, *arguments, check=False, **changes):
        return self.git("push", *(arguments or ("origin", "HEAD")), check=check, **changes)

    def write(self, files):
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(content))
        return self

    def commit(self, files, message="change"):
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self

    def greeting(self, word):
        return self.commit({"app.py": f"def greeting():\n    return {word!r}\n"})

    def head(self):
        return self.git("rev-parse", "HEAD").stdout.strip()

    def on_remote(self, branch="main"):
        done = subprocess.run(
            ["git", "rev-parse", "--verify", "-q", "refs/heads/" + branch],
            cwd=self.remote,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def times_run(self):
        return self.counter.read_text().count("ran") if self.counter.exists() else 0


def make_clone(tmp_path):
    """A clone with one commit, whose hook is installed; nothing is pushed yet."""
    remote, counter = tmp_path / "remote.git", tmp_path / "counter"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", remote], check=True)
    result = Clone(tmp_path / "clone", remote, counter)
    subprocess.run(["git", "init", "-q", "-b", "main", result.path], check=True)
    result.git("remote", "add", "origin", remote)
    for name, value in (("user.name", "t"), ("user.email", "t@example.invalid"), ("commit.gpgsign", "false")):
        result.git("config", name, value)
    result.commit(
        {
            "testskew.toml": PROFILES,
            "app.py": 'def greeting():\n    return "hello"\n',
            "test_app.py": textwrap.dedent(TESTS).format(counter=str(counter)),
            "README.md": "# An example\n",
        },
        "first",
    )
    result.testskew("hook", "install")
    return result


def lines(done):
    """What testskew said."""
    return [line for line in done.stderr.splitlines() if line.startswith("testskew:")]
