"""Runs the real program on small projects. Environments are kept in build/test-cache, so that only the first run needs
the network."""

import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import pythons  # noqa: E402

PROGRAM = os.environ.get("TESTSKEW_PROGRAM", str(ROOT / "build/release/testskew"))


PROFILES = """
    [profile.ci]
    python = "3.11"
    requirements = ["pytest"]
    [profile.local]
    python = "3.12"
    requirements = ["pytest"]
"""


# A package that Python 3.11 cannot use: shutil.rmtree() has no parameter onexc there.
CART = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        import shutil

        def empty(folder):
            shutil.rmtree(folder, onexc=lambda *problem: None)
    """,
}


class Result:
    """The result of one run of the program."""

    def __init__(self, completed):
        self.status = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}"


# What a CI that runs these tests sets, and what changes the output.
NOT_KEPT = {"CI", "NO_COLOR", "PYTEST_ADDOPTS", "COLUMNS", "GITLAB_CI", "CI_PROJECT_DIR"}


def environ(**changes):
    kept = {k: v for k, v in os.environ.items() if k not in NOT_KEPT and not k.startswith("GITHUB_")}
    kept.update({"XDG_CACHE_HOME": str(ROOT / "build/test-cache"), **changes})
    return {k: v for k, v in kept.items() if v is not None}


class Project:
    """A folder with files, in which the program is run."""

    def __init__(self, path):
        self.path = path

    def write(self, files):
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(content))
        return self

    def git(self, *arguments):
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *arguments],
            cwd=self.path,
            check=True,
            capture_output=True,
        )
        return self

    def testskew(self, *arguments, timeout=300, typed="", **changes):
        return Result(
            subprocess.run(
                [PROGRAM, *arguments],
                cwd=self.path,
                env=environ(**changes),
                input=typed,
                capture_output=True,
                text=True,
                timeout=timeout,
            )
        )

    def start(self, *arguments, **changes):
        def attentive():  # a background job of a shell ignores Ctrl-C, and its children inherit that
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        return subprocess.Popen(
            [PROGRAM, *arguments],
            cwd=self.path,
            env=environ(**changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=attentive,
        )

    def run_folders(self):
        folder = self.path / ".testskew/runs"
        return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder)


@pytest.fixture
def pair(project):
    """Two profiles that differ in the interpreter and one variable; a test that follows the variable."""
    return project.write(
        {
            "testskew.toml": """
            [profile.ci]
            python = "3.11"
            requirements = ["pytest"]
            [profile.local]
            python = "3.12"
            requirements = ["pytest"]
            [profile.local.environ]
            GREETING = "hello"
        """,
            "test_greeting.py": """
            import os

            def greeting():
                return os.environ["GREETING"]

            def test_greeting():
                assert greeting() == "hello"

            def test_fine():
                assert True
        """,
        }
    )


@pytest.fixture
def clone(tmp_path):
    """A clone of a bare repository, with the pre-push hook."""
    from pushes import make_clone  # which needs this module

    return make_clone(tmp_path)


@pytest.fixture(scope="session")
def tools():
    """A folder with the real poetry, pipenv and hatch. They are kept in build/tools, which several workers share."""
    folder = ROOT / "build/tools"
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([pythons.find_python("3.12"), "-m", "venv", folder], check=True)
            install = [folder / "bin/pip", "install", "-q", "--disable-pip-version-check", "poetry", "hatch", "pipenv"]
            if subprocess.run(install).returncode != 0:
                pytest.skip("poetry, hatch and pipenv cannot be had from the package index")
            (folder / "complete").touch()
    return folder / "bin"


def make_venv(folder, *packages, python=sys.executable):
    """Makes a virtual environment with pip and these packages, and gives its folder. uv makes it where there is one, as
    it takes a tenth of the time."""
    if uv := pythons.find_uv():
        make = [uv, "venv", "-q", "--seed", "--python", python, folder]
        install = [uv, "pip", "install", "-q", "--python", folder / "bin/python"]
    else:
        make = [python, "-m", "venv", folder]
        install = [folder / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for command in (make, [*install, *packages]):
        subprocess.run(command, check=True, env=environ(UV_PYTHON_DOWNLOADS="never"))
    return folder


@pytest.fixture(scope="session")
def venv(tmp_path_factory):
    """A virtual environment with pytest, as a step of CI has one."""
    return make_venv(tmp_path_factory.mktemp("step") / "venv", "pytest")
