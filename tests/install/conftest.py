"""Installs the wheel that script/wheel has built, in the ways that users have, and runs what was installed.

The wheel is $TESTSKEW_WHEEL, or the one in build/dist."""

import os
import pathlib
import subprocess
import sys
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import pythons  # noqa: E402


def run(*command, **options):
    """Runs a command, and fails with its output if it does not succeed. Returns its standard output."""
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, **options)
    assert done.returncode == 0, f"{' '.join(words)}: exit status {done.returncode}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="session")
def wheel():
    named = os.environ.get("TESTSKEW_WHEEL")
    found = [pathlib.Path(named)] if named else sorted((ROOT / "build/dist").glob("testskew-*.whl"))
    if not found:
        pytest.skip("there is no wheel in build/dist: script/wheel builds it")
    return found[0].resolve()


@pytest.fixture
def program(wheel, tmp_path):
    """Returns the program that is in the wheel, taken out of it."""
    with zipfile.ZipFile(wheel) as file:
        member = next(name for name in file.namelist() if name.endswith(".data/scripts/testskew"))
        path = pathlib.Path(file.extract(member, tmp_path / "from-the-wheel"))
    path.chmod(0o755)
    return path


@pytest.fixture
def python():
    """Returns the interpreter of a version, and skips the test where there is none."""

    def find(version):
        path = pythons.find_python(version)
        if path is None:
            pytest.skip(f"Python {version} is not on this machine")
        return path

    return find


@pytest.fixture
def venv(tmp_path, python):
    """Returns the folder of a new virtual environment of a version, with a release of pip if one is named."""

    def make(version, pip=None):
        folder = tmp_path / "venv"
        run(python(version), "-m", "venv", folder)
        if pip:
            run(folder / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", f"pip=={pip}")
        return folder

    return make
