"""A leg of CI is recorded as it is, and is then a side."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import pytest
from conftest import PROGRAM, environ, make_venv, pythons

TEST = """
    import os

    def test_zone():
        assert os.environ.get("TZ") == "UTC"

    def test_nothing_is_left():
        assert "TESTSKEW_IN_PLACE" not in os.environ
        assert "testskew" not in os.environ.get("PYTHONPATH", "")
        assert os.environ.get("PYTHONPATH", "none") == os.environ.get("EXPECTED_PATH", "none")
"""


@pytest.fixture(scope="session")
def leg_environment(tmp_path_factory):
    """A virtual environment as a step of CI has one, with the tools that start pytest for it."""
    return make_venv(tmp_path_factory.mktemp("leg") / "venv", "pytest", "coverage", "tox", "nox", "pytest-xdist")


def records(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def of_kind(path, kind):
    return [record for record in records(path) if record["t"] == kind]


def run_leg(project, venv, *command, options=("-o", "leg.jsonl"), umask=-1, **changes):
    path = "%s:%s" % (venv / "bin", os.environ["PATH"])
    here = {"PATH": path, "VIRTUAL_ENV": str(venv), "PYTHONPATH": None, "TZ": "Europe/Paris", **changes}
    variables = environ(**here)
    return subprocess.run(
        [PROGRAM, "record", "--here", *options, "--", *command],
        cwd=project.path,
        env=variables,
        umask=umask,
        capture_output=True,
        text=True,
    )


TOX = """
    [tox]
    skipsdist = true
    [testenv]
    deps = pytest
    setenv = TZ = Europe/Paris
    commands = pytest {posargs}
"""
NOX = """
    import nox

    @nox.session(venv_backend="none")
    def tests(session):
        session.run("pytest", "-q")
"""
RUNNERS = """
    [project]
    name = "runners"
    version = "0.1"
    requires-python = ">=3.8"
    [tool.poetry]
    packages = []
    [tool.hatch.envs.default]
    skip-install = true
    path = "VENV"
"""
FILES = {
    "tox.ini": TOX,
    "noxfile.py": NOX,
    "Makefile": "test:\n\tpytest -q\n",
    "run-tests": "#!/bin/sh\nset -e\ncd .\npython -m pytest -q\n",
    "test_zone.py": TEST,
    "pytest.ini": "[pytest]\n",
}


@pytest.mark.parametrize(
    "command",
    [
        ["pytest", "-q"],
        ["python", "-m", "pytest"],
        ["python", "-X", "dev", "-m", "pytest"],
        ["coverage", "run", "-m", "pytest"],
        ["tox", "-e", "py"],
        ["nox", "-s", "tests"],
        ["make", "test"],
        ["./run-tests"],
        ["pytest", "-n", "2"],
    ],
    ids=" ".join,
)
def test_every_kind_of_command_is_recorded(project, leg_environment, command):
    if command[0] == "make" and not shutil.which("make"):
        pytest.skip("make is not there")
    project.write({name: text for name, text in FILES.items() if name != "Makefile"})
    (project.path / "Makefile").write_text(FILES["Makefile"])
    (project.path / "run-tests").chmod(0o755)
    result = run_leg(project, leg_environment, *command)
    file = project.path / "leg.jsonl"
    assert result.returncode == (2 if command[0] == "make" else 1), result
    assert "1 failed, 1 passed" in result.stdout
    leg, session, end = (of_kind(file, kind)[0] for kind in ("leg", "session", "end"))
    assert leg["command"] == command
    assert leg["sessions"] == 1
    assert leg["entry"] == (
        "direct" if command[:3] == ["python", "-m", "pytest"] or command[0] == "pytest" else "PYTHONPATH"
    )
    assert session["values"]["TZ"] == "Europe/Paris"
    assert any(line.startswith("pytest==") for line in of_kind(file, "installed")[0]["lines"])
    assert end["status"] == 1
    failed = [r for r in of_kind(file, "phase") if r["outcome"] == "failed"]
    assert [r["id"].split("::")[1] for r in failed] == ["test_zone"]


@pytest.mark.parametrize("command", ["uv run --no-project", "poetry run", "hatch run"])
def test_the_runners_of_projects_are_recorded(project, leg_environment, tools, command):
    """They enter the environment that is active (hatch: one of its own that is that one) and start pytest there."""
    project.write({"test_zone.py": TEST, "pyproject.toml": RUNNERS})
    (project.path / "pyproject.toml").write_text(
        (project.path / "pyproject.toml").read_text().replace("VENV", str(leg_environment))
    )
    path = f"{leg_environment / 'bin'}:{tools}:{os.environ['PATH']}"
    result = run_leg(project, leg_environment, *command.split(), "pytest", "-q", PATH=path)
    assert result.returncode == 1, result
    assert "1 failed, 1 passed" in result.stdout
    leg, session = (of_kind(project.path / "leg.jsonl", kind)[0] for kind in ("leg", "session"))
    assert (leg["sessions"], leg["entry"]) == (1, "PYTHONPATH")
    assert session["values"]["TZ"] == "Europe/Paris"


def test_a_pythonpath_is_as_it_was(project, leg_environment):
    project.write({"test_zone.py": TEST, "run-tests": FILES["run-tests"]})
    (project.path / "run-tests").chmod(0o755)
    folder = str(project.path)
    result = run_leg(project, leg_environment, "./run-tests", PYTHONPATH=folder, EXPECTED_PATH=folder)
    assert "1 failed, 1 passed" in result.stdout, result


def test_several_sessions_are_in_one_file_and_the_failing_one_comes_first(project, leg_environment):
    script = "#!/bin/sh\npytest -q test_good.py\npytest -q test_bad.py\n"
    project.write({"run-tests": script, "test_good.py": "def test(): pass\n", "test_bad.py": "def test(): assert 0\n"})
    (project.path / "run-tests").chmod(0o755)
    assert run_leg(project, leg_environment, "./run-tests").returncode == 1
    file = project.path / "leg.jsonl"
    assert of_kind(file, "leg")[0]["sessions"] == 2
    assert [session["argv"][-1] for session in of_kind(file, "session")] == ["test_bad.py", "test_good.py"]


def test_a_command_without_pytest_keeps_its_status_and_says_so(project, leg_environment):
    result = run_leg(project, leg_environment, "sh", "-c", "echo out; exit 9")
    assert (result.returncode, result.stdout) == (9, "out\n")
    assert "no pytest was recorded" in result.stderr
    assert of_kind(project.path / "leg.jsonl", "leg")[0]["sessions"] == 0


def test_a_killed_command_ends_us_with_the_same_signal(project, leg_environment):
    assert run_leg(project, leg_environment, "sh", "-c", "kill -KILL $$").returncode == -signal.SIGKILL


def test_a_command_that_is_not_there_ends_as_in_a_shell(project, leg_environment):
    result = run_leg(project, leg_environment, "no-such-command")
    assert (result.returncode, result.stderr) == (127, "testskew: no-such-command: there is no such command\n")


def test_nothing_turns_red_if_the_recording_cannot_be_written(project, leg_environment):
    project.write({"test_a.py": "def test(): pass\n"})
    result = run_leg(project, leg_environment, "pytest", "-q", options=["-o", "no/such/folder/leg.jsonl"])
    assert result.returncode == 0
    assert "1 passed" in result.stdout
    assert result.stderr.count("\n") == 1


def test_secrets_are_not_recorded(project, leg_environment):
    project.write({"test_a.py": "import os\ndef test(): assert os.environ['SHOP_TOKEN'] == 'x'\n"})
    run_leg(project, leg_environment, "pytest", "-q", SHOP_TOKEN="hunter2hunter2", SHOP_URL="http://shop.example")
    text = (project.path / "leg.jsonl").read_text()
    assert "hunter2" not in text
    assert "http://shop.example" not in text
    run_leg(project, leg_environment, "pytest", "-q", options=["--values", "SHOP_URL"], SHOP_URL="http://shop.example")
    assert of_kind(project.path / "leg.jsonl", "session")[0]["values"]["SHOP_URL"] == "http://shop.example"


def test_a_leg_is_reproduced_and_its_cause_is_found_elsewhere(project, leg_environment, tmp_path):
    """Recorded in one clone, brought home into another."""
    project.write({"test_zone.py": TEST, "requirements.txt": "pytest\n", ".gitignore": "leg.jsonl\n"})
    project.git("init", "-q").git("add", "-A").git("commit", "-qm", "all")
    run_leg(project, leg_environment, "python", "-m", "pytest", "-q")
    home = tmp_path / "home"
    subprocess.run(["git", "clone", "-q", project.path, home], check=True)
    shutil.copy(project.path / "leg.jsonl", home)
    version = "%d.%d" % sys.version_info[:2]
    result = type(project)(home).testskew(
        "run", "--bad", "leg.jsonl", "--good", version, "--good-env", "TZ=UTC", "--json", "-", TZ=None
    )
    assert result.status == 1, result
    report = result.json()
    again = report["profiles"]["bad"]["reproduction"]
    assert again["text"] == "reproduced: 1 of 1 failure of leg.jsonl, the same as recorded"
    assert again["whole"]
    cause = report["clusters"][0]["cause"]
    assert (cause["verdict"], cause["factors"]) == ("proven", ["environ"])
    assert [variable["name"] for variable in cause["variables"]] == ["TZ"]


TWO_SESSIONS = {
    "run-tests": "#!/bin/sh\npytest -q test_good.py; pytest -q test_bad.py; pytest -q test_zone.py\n",
    "test_good.py": "def test(): pass\n",
    "test_bad.py": "import os\n\ndef test():\n    assert os.environ.get('TZ') == 'UTC', 'bad'\n",
    "test_zone.py": "import os\n\ndef test():\n    assert os.environ.get('TZ') == 'UTC', 'zone'\n",
    "requirements.txt": "pytest\n",
}


def test_what_did_not_come_again_is_said_first_and_is_no_success(project, leg_environment):
    """One of two failures depends on something that is not recorded."""
    shop = "import os\n\ndef test_shop():\n    assert 'SHOP' not in os.environ\n"
    project.write({"test_zone.py": TEST, "test_shop.py": shop, "requirements.txt": "pytest\n"})
    run_leg(project, leg_environment, "pytest", "-q", SHOP="open")
    version = "%d.%d" % sys.version_info[:2]
    run = ["run", "--bad", "leg.jsonl", "--good", version, "--good-env", "TZ=UTC", "--quick"]
    result = project.testskew(*run, TZ=None)
    assert result.status == 3, result
    first = " ".join(result.out.split())
    assert first.startswith("reproduced: 1 of 2 failures of leg.jsonl, the same as recorded; do not fail here: ")
    assert "variable TZ" in result.out or "TZ" in result.out.partition("test_zone.py")[2], result


def test_of_several_failing_sessions_one_is_set_up_and_the_others_are_named(project, leg_environment):
    project.write(TWO_SESSIONS)
    (project.path / "run-tests").chmod(0o755)
    run_leg(project, leg_environment, "./run-tests")
    version = "%d.%d" % sys.version_info[:2]
    common = ["--good", version, "--good-env", "TZ=UTC", "--quick", "--json", "-"]
    result = project.testskew("run", "--bad", "leg.jsonl", *common, TZ=None)
    assert result.status == 3, result
    again = result.json()["profiles"]["bad"]["reproduction"]
    assert (again["same"], again["session"], again["whole"]) == (1, 1, False)
    left_out = again["left_out"]
    assert [(one["session"], one["failed"]) for one in left_out] == [(2, 1)]
    second = project.testskew("run", "--bad", "leg.jsonl:2", *common, TZ=None)
    assert second.status == 1, second
    assert second.json()["clusters"][0]["tests"][0]["id"] == "test_zone.py::test"
    assert project.testskew("run", "--bad", "leg.jsonl:4", *common, TZ=None).status == 2


def test_two_legs_of_several_sessions_are_compared_session_by_session(project, leg_environment):
    project.write(TWO_SESSIONS)
    (project.path / "run-tests").chmod(0o755)
    run_leg(project, leg_environment, "./run-tests", options=["-o", "bad.jsonl"])
    run_leg(project, leg_environment, "./run-tests", options=["-o", "good.jsonl"], TZ="UTC")
    result = project.testskew("run", "--bad", "bad.jsonl:2", "--good", "good.jsonl", "--quick", "--json", "-", TZ=None)
    assert result.status == 1, result
    assert result.json()["profiles"]["good"]["reproduction"]["session"] == 3


def test_a_merge_that_ci_made_is_made_again(project, leg_environment, tmp_path):
    project.write({"test_a.py": "def test_a(): pass\n", "requirements.txt": "pytest\n"})
    project.git("init", "-q", "-b", "main").git("add", "-A").git("commit", "-qm", "all")
    project.git("checkout", "-qb", "topic")
    project.write({"test_topic.py": "import x\n\ndef test_topic(): assert x.y == 1\n"})
    project.git("add", "-A").git("commit", "-qm", "topic")
    project.git("checkout", "-q", "main")
    project.write({"x.py": "y = 2\n"})
    project.git("add", "-A").git("commit", "-qm", "main")
    home, ci = tmp_path / "home", tmp_path / "ci"
    subprocess.run(["git", "clone", "-q", project.path, home], check=True)
    subprocess.run(["git", "clone", "-q", project.path, ci], check=True)
    there = type(project)(ci)
    there.git("merge", "-q", "--no-ff", "-m", "Merge topic", "origin/topic")
    run_leg(there, leg_environment, "python", "-m", "pytest", "-q")
    shutil.copy(ci / "leg.jsonl", home)
    objects = sorted(os.listdir(home / ".git/objects"))
    run = ["run", "--bad", "leg.jsonl", "--good", "leg.jsonl", "--no-attribute", "--json", "-"]
    report = type(project)(home).testskew(*run).json()
    bad = report["profiles"]["bad"]
    assert bad["reproduction"]["text"] == "reproduced: 1 of 1 failure of leg.jsonl, the same as recorded"
    assert any("made again from them" in note for note in bad["notes"])
    assert sorted(os.listdir(home / ".git/objects")) == objects, "the repository was changed"


def test_what_no_clone_has_is_recorded_and_named_at_home(project, leg_environment, tmp_path):
    test = """
        import pathlib, subprocess

        def test_it():
            assert pathlib.Path("local.cfg").read_text() == "set"
            subprocess.run(["git", "--version"], check=True)
            pathlib.Path("made.cfg").write_text("by the test")
            pathlib.Path("made.cfg").read_text()
            assert 0
    """
    project.write(
        {"test_a.py": test, "local.cfg": "set", ".gitignore": "*.cfg\n*.jsonl\n", "requirements.txt": "pytest\n"}
    )
    project.git("init", "-q").git("add", "-A").git("commit", "-qm", "all")
    run_leg(project, leg_environment, "pytest", "-q")
    session = of_kind(project.path / "leg.jsonl", "session")[0]
    assert session["facts"]["ignored_files"] == "local.cfg"
    assert of_kind(project.path / "leg.jsonl", "touched") == []
    home = tmp_path / "home"
    subprocess.run(["git", "clone", "-q", project.path, home], check=True)
    text = (project.path / "leg.jsonl").read_text()
    if shutil.which("dpkg-query") and (packages := session["facts"].get("os_packages")):
        assert "git 1:" in packages
        text = text.replace(packages, "git 0.1, no-such-package 7")
    (home / "leg.jsonl").write_text(text)
    run = ["run", "--bad", "leg.jsonl", "--good", "leg.jsonl", "--no-attribute", "--json", "-"]
    notes = "\n".join(type(project)(home).testskew(*run).json()["profiles"]["bad"]["notes"])
    assert "tests of leg.jsonl read files that git ignores and that are not here: local.cfg" in notes
    if "git 0.1" in text:
        assert "git 0.1 (here 1:" in notes and "no-such-package 7 (not installed here)" in notes


def test_a_commit_that_is_not_here_comes_with_the_command_that_fetches_it(project, leg_environment, tmp_path):
    project.write({"test_a.py": "def test_a(): pass\n", "requirements.txt": "pytest\n"})
    project.git("init", "-q").git("add", "-A").git("commit", "-qm", "all")
    home = tmp_path / "home"
    subprocess.run(["git", "clone", "-q", project.path, home], check=True)
    project.git("commit", "-q", "--allow-empty", "-m", "more")
    run_leg(project, leg_environment, "pytest", "-q")
    shutil.copy(project.path / "leg.jsonl", home)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project.path, capture_output=True, text=True).stdout.strip()
    shown = type(project)(home).testskew("profiles", "show", "leg.jsonl")
    run = ["run", "--bad", "leg.jsonl", "--good", "leg.jsonl", "--no-attribute", "--json", "-"]
    notes = type(project)(home).testskew(*run).json()["profiles"]["bad"]["notes"]
    assert any(f"`git fetch origin {head}`" in note for note in notes), (shown, notes)


def minor(version):
    """The interpreter of this version, or a skipped test."""
    return pythons.find_python(version) or pytest.skip(f"Python {version} is not on this machine")


@pytest.fixture
def leg_of(tmp_path):
    """Makes the environment of a leg: an interpreter and its packages."""

    def make(version, *packages):
        return make_venv(tmp_path / "leg-environment", "pytest", *packages, python=minor(version))

    return make


# What a leg is, what its tests say, and how the good side differs: the factor that each must lead to.
CAUSES = {
    "packages": {
        "packages": ["idna==2.10"],
        "test": "import idna\n\ndef test_it():\n    assert int(idna.__version__[0]) >= 3\n",
    },
    "interpreter": {"python": "3.12", "test": "def test_it():\n    import imp\n"},
    "host": {"umask": 0o077, "test": """
        import os

        def test_it(tmp_path):
            (tmp_path / "x").touch()
            assert os.stat(tmp_path / "x").st_mode & 0o777 == 0o644
    """},
    "files": {"test": """
        import pathlib

        def test_it():
            assert pathlib.Path(__file__).with_name("data.txt").read_text() == "new"
    """},
    "selection": {"good": ["--good-target", "test_it.py"], "test": """
        import json

        def test_it():
            assert not hasattr(json, "polluted")
    """},
}  # fmt: skip


@pytest.mark.parametrize("factor", list(CAUSES))
def test_the_cause_of_a_leg_is_found_from_its_recording_alone(project, leg_of, tmp_path, factor):
    case = CAUSES[factor]
    project.write(
        {
            "test_it.py": case["test"],
            "test_before.py": "import json\n\ndef test_before():\n    json.polluted = True\n",
            "data.txt": "old",
            "requirements.txt": "pytest\nidna\n",
            ".gitignore": "leg.jsonl\n",
            "pytest.ini": "[pytest]\n",
        }
    )
    project.git("init", "-q").git("add", "-A").git("commit", "-qm", "all")
    leg = leg_of(case.get("python", "3.11"), *case.get("packages", ["idna"]))
    result = run_leg(project, leg, "pytest", "-q", umask=case.get("umask", 0o022))
    assert result.returncode == 1, result
    home = tmp_path / "home"
    subprocess.run(["git", "clone", "-q", project.path, home], check=True)
    shutil.copy(project.path / "leg.jsonl", home)
    (home / "data.txt").write_text("new")
    run = ["run", "--bad", "leg.jsonl", "--good", minor("3.11"), *case.get("good", []), "--quick", "--json", "-"]
    report = type(project)(home).testskew(*run, TZ="Europe/Paris").json()
    again = report["profiles"]["bad"]["reproduction"]
    assert again["text"] == "reproduced: 1 of 1 failure of leg.jsonl, the same as recorded"
    assert again["whole"]
    assert report["clusters"][0]["cause"]["factors"] == [factor]


def test_init_takes_a_recording(project, leg_environment):
    project.write({"test_zone.py": TEST, "pytest.ini": "[pytest]\n"})
    run_leg(project, leg_environment, "pytest", "-q", "test_zone.py")
    result = project.testskew("init", "leg.jsonl")
    assert result.status == 0, result
    written = (project.path / "testskew.toml").read_text()
    assert 'TZ = "Europe/Paris"' in written and 'targets = ["test_zone.py"]' in written
    assert 'lock = "leg.jsonl"' in written and "[profile.local]" in written
    assert project.testskew("profiles", "show", "ci").status == 0


def test_a_file_that_is_no_leg_is_one_line(project):
    (project.path / "x.jsonl").write_text("{}\n")
    pathlib.Path(project.path / "pytest.ini").write_text("[pytest]\n")
    for name, said in (("x.jsonl", "is not a recording"), ("none.jsonl", "there is no recording")):
        result = project.testskew("run", "--bad", name, "--good", "3.12")
        assert result.status == 2
        assert said in result.err
        assert result.err.count("\n") == 1
