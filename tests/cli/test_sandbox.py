"""--sandbox: sessions that can write in their own places only."""

import json
import subprocess
import sys

import pytest
import refuse
from conftest import PROGRAM, Result, environ

PROFILE = '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n'
WRITES = """
    import os, pathlib, pytest, sqlite3, subprocess
    OUT = pathlib.Path({out!r})

    def test_write():
        (OUT / "there").write_text("evil")

    def test_child():
        assert subprocess.call(["sh", "-c", f"echo evil > {{OUT}}/there"]) == 0

    def test_caught():
        for write, *paths in ((os.mkdir, "made"), (os.remove, "there"), (os.rename, "there", "x")):
            with pytest.raises(PermissionError):
                write(*[OUT / path for path in paths])

    def test_own_cache():
        import pwd
        (pathlib.Path(_pytest_file()).parent / "outcomes.py").open("a").write("# own")

    def _pytest_file():
        import _pytest
        return _pytest.__file__
"""
USUAL = """
    import multiprocessing, os, pathlib, pty, shutil, socket, sqlite3, subprocess, sys, tempfile

    def test_files(tmp_path, monkeypatch):
        pathlib.Path("made/below").mkdir(parents=True)
        for place in (tmp_path, pathlib.Path(".")):
            (place / "a").write_text("x")
            (place / "d").mkdir()
            os.rename(place / "a", place / "d/b")
            os.link(place / "d/b", place / "c")
            os.symlink("c", place / "e")
        shutil.move("c", tmp_path / "moved")
        pathlib.Path("made/below/x.py").write_text("x = 1")
        assert pathlib.Path(__file__).read_text()
        pathlib.Path(__file__).write_text("")
        pathlib.Path.home().joinpath(".cache/tool").mkdir(parents=True)
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
        open("/dev/null", "w").write("x")
        assert open("/etc/passwd").read()

    def test_sqlite(tmp_path):
        with sqlite3.connect(tmp_path / "x.db") as base:
            base.execute("create table a (b)")

    def test_between_processes():
        with multiprocessing.get_context("fork").Lock():
            pass
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.map(len, ["ab"]) == [2]

    def test_socket(tmp_path):
        socket.socket(socket.AF_UNIX).bind(str(tmp_path / "s"))

    def test_terminal():
        main, other = pty.openpty()
        os.close(os.open(os.ttyname(other), os.O_RDWR))

    def test_program(tmp_path):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "v")], check=True)
        subprocess.run("echo x > /dev/stderr", shell=True, check=True)

    def test_bytecode(tmp_path):
        subprocess.run([sys.executable, "-m", "compileall", "-q", "."], check=True)
"""


@pytest.fixture
def sandbox(project):
    found = {check["what"]: check for check in project.testskew("doctor", "--json", "-").json()["checks"]}
    if not found["sandbox"]["ok"]:
        pytest.skip(found["sandbox"]["found"])
    return project


def ways(project, workspace):
    if workspace == "overlay" and "overlay on" not in project.testskew("doctor").out:
        pytest.skip("no overlays here")


def failures(file):
    return {
        record["id"].partition("::")[2]
        for record in map(json.loads, file.read_text().splitlines())
        if record["t"] == "phase" and record["outcome"] == "failed"
    }


@pytest.mark.parametrize("workspace", ["overlay", "copy"])
def test_what_lies_elsewhere_cannot_be_written_and_the_sandbox_is_named(sandbox, tmp_path, workspace):
    ways(sandbox, workspace)
    out = tmp_path / "outside"
    out.mkdir()
    (out / "there").write_text("old")
    sandbox.write({"testskew.toml": PROFILE, "tests/test_a.py": WRITES.format(out=str(out))})
    result = sandbox.testskew("record", "p", "--workspace", workspace, "--sandbox", "-o", "r.jsonl")
    assert result.status == 3, result
    assert failures(sandbox.path / "r.jsonl") == {"test_write", "test_child"}, result
    assert (out / "there").read_text() == "old"
    assert sorted(path.name for path in out.iterdir()) == ["there"]
    told = [line for line in result.err.splitlines() if "sandbox refused" in line]
    assert len(told) == 1, result
    assert f"the sandbox refused to write {out}/there and 2 more (tests/test_a.py::test_write)" in told[0], told
    assert "run without --sandbox if the test needs it" in told[0]
    again = sandbox.testskew("record", "p", "--workspace", workspace, "-o", "r.jsonl")
    assert "sandbox" not in again.err + again.out and (out / "there").read_text() != "old", again


@pytest.mark.parametrize("workspace", ["overlay", "copy"])
def test_what_tests_usually_do_passes_in_the_sandbox(sandbox, workspace):
    ways(sandbox, workspace)
    sandbox.write({"testskew.toml": PROFILE, "test_a.py": USUAL})
    result = sandbox.testskew("record", "p", "--workspace", workspace, "--sandbox", "-o", "r.jsonl")
    assert result.status == 0 and "7 passed" in result.out, result
    assert "sandbox" not in result.err, result
    assert (sandbox.path / "test_a.py").read_text()


def test_both_sides_get_the_sandbox_and_a_run_goes_on_in_it(sandbox, tmp_path):
    out = tmp_path / "outside"
    sandbox.write(
        {
            "testskew.toml": PROFILE + '[profile.q]\npython = "3.11"\nrequirements = ["pytest"]\n',
            "test_a.py": f"""
                import os, sys

                def test_a():
                    if sys.version_info < (3, 12):
                        os.mkdir({str(out)!r})
                """,
        }
    )
    out_of_it = sandbox.testskew("run", "--bad", "q", "--good", "p", "--no-attribute")
    assert out.exists() and out_of_it.status == 0, out_of_it
    out.rmdir()
    refused = sandbox.testskew("attribute", "--sandbox")
    assert refused.status == 2 and "the run had no --sandbox" in refused.err, refused

    result = sandbox.testskew("run", "--bad", "q", "--good", "p", "--sandbox", "--no-attribute")
    assert result.status == 3 and not out.exists(), result
    assert f"the sandbox refused to write {out} (test_a.py::test_a)" in " ".join(result.out.split()), result
    rerun = sandbox.testskew("rerun", "1")
    assert "PermissionError" in rerun.out and not out.exists(), rerun
    attributed = sandbox.testskew("attribute", "--quick")
    assert not out.exists() and attributed.status in (1, 3), attributed


def test_where_the_kernel_has_no_sandbox_nothing_runs_without_it(project):
    if not refuse.possible():
        pytest.skip("no filter of system calls here")
    project.write({"testskew.toml": PROFILE, "test_a.py": "def test_a(): pass\n"})

    def without_landlock(*arguments):
        command = [sys.executable, refuse.__file__, "landlock_create_ruleset=ENOSYS", "--", PROGRAM, *arguments]
        return Result(
            subprocess.run(command, cwd=project.path, env=environ(), capture_output=True, text=True, timeout=120)
        )

    result = without_landlock("record", "p", "--sandbox")
    assert result.status == 2 and "--sandbox is impossible here: this kernel offers no Landlock" in result.err, result
    assert len(result.err.splitlines()) == 1 and project.run_folders() == [], result
    doctor = without_landlock("doctor")
    assert doctor.status == 0 and "limited sandbox" in doctor.out, doctor


def test_a_command_in_place_has_no_sandbox(project):
    result = project.testskew("record", "--here", "--sandbox", "--", "pytest")
    assert result.status == 2 and "--sandbox" in result.err, result
