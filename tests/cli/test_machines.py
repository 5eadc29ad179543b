"""Machines and containers that refuse something: `doctor` names it, a run does what it can, and says in one line what
it cannot. docs/safety.md has the table; tests/hostile/machines.py makes it, also with what takes root."""

import subprocess
import sys

import pytest
import refuse
from conftest import PROGRAM, Result, environ

PROFILE = '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n'
TEST = "def test_a(tmp_path):\n    (tmp_path / 'a').write_text('x')\n"


@pytest.fixture
def plain(project):
    if not refuse.possible():
        pytest.skip("no filter of system calls here")
    project.write({"testskew.toml": PROFILE, "test_a.py": TEST})
    assert project.testskew("record", "p").status == 0  # builds the environment where nothing is refused
    return project


def run_with(project, before, *arguments, **changes):
    command = [*before, PROGRAM, *arguments]
    return Result(
        subprocess.run(command, cwd=project.path, env=environ(**changes), capture_output=True, text=True, timeout=300)
    )


def refusing(*words):
    return [sys.executable, refuse.__file__, *words, "--"]


def limited(shell):
    return ["sh", "-c", shell + ' && exec "$@"', "sh"]


def test_without_namespaces_copies_are_made(plain):
    result = run_with(plain, refusing("docker"), "record", "p")
    assert result.status == 0 and "1 passed" in result.out, result
    doctor = run_with(plain, refusing("docker"), "doctor")
    assert doctor.status == 0 and "copies of" in doctor.out and "namespace is refused" in doctor.out, doctor
    asked = run_with(plain, refusing("docker"), "record", "p", "--workspace", "overlay")
    assert asked.status == 2 and "--workspace overlay is impossible here" in asked.err, asked
    assert len(asked.err.splitlines()) == 1, asked


def test_without_locks_nothing_is_built_and_one_line_says_why(plain):
    result = run_with(plain, refusing("flock=ENOLCK"), "record", "p")
    assert result.status == 4 and "lock" in result.err and len(result.err.splitlines()) == 1, result
    doctor = run_with(plain, refusing("flock=ENOLCK"), "doctor")
    assert doctor.status == 4, doctor
    assert "missing locks" in doctor.out and "gives no locks" in doctor.out, doctor


def test_with_few_descriptors_one_session_runs(plain):
    few = limited("ulimit -n 64")
    result = run_with(plain, few, "record", "p")
    assert result.status == 0, result
    doctor = run_with(plain, few, "doctor")
    assert doctor.status == 0 and "limited descriptors" in doctor.out and "64 open files" in doctor.out, doctor


def test_a_temporary_folder_that_is_none_is_named(plain, tmp_path):
    doctor = plain.testskew("doctor", TMPDIR=str(tmp_path / "none"))
    assert doctor.status == 4 and "missing temporary folder" in doctor.out, doctor


def test_offline_uses_what_is_kept_and_else_says_so(plain):
    assert plain.testskew("record", "p", "--offline").status == 0
    plain.write({"testskew.toml": PROFILE.replace('"pytest"', '"pytest", "testskew-not-kept==1"')})
    result = plain.testskew("record", "p", "--offline")
    assert result.status == 4 and len(result.err.strip().splitlines()) >= 1, result
