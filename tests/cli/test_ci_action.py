"""The composite action and the template for GitLab, each on a runner that plays the CI."""

import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

import pytest
import yaml
from conftest import PROGRAM, ROOT, environ
from github_runner import Job
from gitlab_runner import Job as GitlabJob
from gitlab_runner import Loader

FILES = {
    "shop.py": "import os\n\ndef zone():\n    return os.environ.get('SHOP_ZONE', 'none')\n",
    "test_shop.py": "import shop\n\ndef test_zone():\n    assert shop.zone() == 'here'\n\ndef test_fine():\n    pass\n",
    "pytest.ini": "[pytest]\n",
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """A folder for PATH with testskew as somebody has installed it."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "testskew").symlink_to(PROGRAM)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel whose testskew is the program under test."""
    path = tmp_path_factory.mktemp("wheel") / "testskew-0.0.1-py3-none-any.whl"
    data, info = "testskew-0.0.1.data/scripts/testskew", "testskew-0.0.1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        script = zipfile.ZipInfo(data)
        script.external_attr = 0o100755 << 16  # a regular file that may be run
        archive.writestr(script, f'#!/bin/sh\nexec {PROGRAM} "$@"\n')
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: testskew\nVersion: 0.0.1\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{data},,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


@pytest.fixture
def shop(project):
    return project.write(FILES)


@pytest.fixture
def leg(shop, venv, programs, tmp_path):
    """Starts jobs that share their artifacts, as the legs of one run do."""
    count = iter(range(100))

    def start(matrix=None, name="test", installed=True, **changes):
        path = os.pathsep.join([*([str(programs)] if installed else []), str(venv / "bin"), os.environ["PATH"]])
        variables = environ(PATH=path, PYTHONPATH=None, **changes)
        number = next(count)
        return Job(tmp_path / f"job{number}", tmp_path / "artifacts", shop.path, name, matrix, number, variables)

    start.artifacts = tmp_path / "artifacts"
    return start


def test_a_green_leg_is_green_and_uploads_its_recording(leg):
    job = leg({"python": "3.11", "os": "ubuntu-latest"}, SHOP_ZONE="here")
    outputs = job.use(ROOT, run="pytest -q")
    assert not job.failed, job.log
    assert outputs["name"].startswith("test-python-3.11-os-ubuntu-latest-")
    assert [a.name for a in leg.artifacts.iterdir()] == ["testskew-" + outputs["name"]]
    assert (job.annotations, job.summary) == ([], "")
    assert [one.outcome for one in job.results] == ["success", "success", "success", "skipped", "skipped"]
    assert "2 passed" in job.log


def test_a_failed_leg_is_compared_with_those_that_passed_before(leg):
    assert not leg({"zone": "here"}, SHOP_ZONE="here").use(ROOT, run="pytest -q")["problems"]
    job = leg({"zone": "none"})
    outputs = job.use(ROOT, run="pytest -q")
    assert job.failed
    assert outputs["problems"] == "1"
    assert len(list(leg.artifacts.iterdir())) == 2
    (error,) = [a for a in job.annotations if a["level"] == "error"]
    assert (error["file"], error["line"]) == ("test_shop.py", "4")
    assert "passes in test-zone-here-" in error["message"]
    assert job.summary.startswith("### testskew: 1 of 2 legs failed: test-zone-none-")


@pytest.mark.parametrize("status", [1, 2, 77])
def test_the_status_is_that_of_the_tests(leg, status):
    job = leg()
    job.use(ROOT, run=f"pytest -q -k fine; exit {status}")
    assert job.failed
    assert [r.status for r in job.results if r.status] == [status]


def test_a_script_of_several_lines_is_run_as_github_runs_one(leg):
    job = leg(SHOP_ZONE="here")
    job.use(ROOT, run='set -x\nfor one in 1; do\n  pytest -q -k "zone or fine"\ndone\nfalse | true\necho not reached\n')
    assert job.failed  # pipefail
    assert "2 passed" in job.log
    assert "\nnot reached" not in job.log


def test_a_job_of_its_own_compares_a_matrix(leg, tmp_path):
    for zone in ("here", "none", "there"):
        job = leg({"zone": zone}, **({} if zone == "none" else {"SHOP_ZONE": zone}))
        job.use(ROOT, run="pytest -q", compare="false")
        assert job.failed == (zone != "here")
        assert (job.annotations, job.summary) == ([], "")
    last = leg(name="compare")
    outputs = last.use(ROOT)
    assert not last.failed
    assert outputs["failed-legs"].count("test-zone-") == 2
    assert "2 of 3 legs failed" in last.summary


def test_a_recording_that_is_known_to_be_good(leg, shop):
    first = leg(name="main", SHOP_ZONE="here")
    good = first.use(ROOT, run="pytest -q", upload="false")["recording"]
    shutil.copy(good, shop.path / "good.jsonl")
    job = leg()
    job.use(ROOT, run="pytest -q", good="good.jsonl")
    assert "which was given as good" in job.log


def test_two_recordings_of_one_job_have_two_names(leg):
    job = leg(SHOP_ZONE="here")
    names = [job.use(ROOT, run="pytest -q")["name"] for _ in range(2)]
    assert names[1] == names[0] + "-2"
    assert len(list(leg.artifacts.iterdir())) == 2


def test_a_leg_runs_again_under_its_name(leg):
    for _ in range(2):
        job = leg({"py": "3.11"}, SHOP_ZONE="here")
        job.use(ROOT, run="pytest -q")
        assert [r.status for r in job.results] == [0] * len(job.results)
    assert len(list(leg.artifacts.iterdir())) == 1


def test_the_tests_do_not_see_the_action(leg, shop):
    shop.write({"test_shop.py": "import os\ndef test():\n    assert not [n for n in os.environ if 'TESTSKEW' in n]\n"})
    shop.write(
        {"test_leg.py": "import os\ndef test():\n    assert not [n for n in os.environ if n.startswith('LEG_')]\n"}
    )
    job = leg()
    job.use(ROOT, run="pytest -q")
    assert not job.failed, job.log


def test_without_testskew_the_tests_are_run_all_the_same(leg):
    job = leg(installed=False, SHOP_ZONE="here", UV_OFFLINE="1", PIP_NO_INDEX="1", PIP_RETRIES="0")
    outputs = job.use(ROOT, run="pytest -q", testskew="testskew-that-is-nowhere==1")
    assert not job.failed, job.log
    assert outputs["program"] == outputs["recording"] == ""
    assert "2 passed" in job.log
    assert "could not be installed" in job.annotations[0]["message"]


@pytest.mark.parametrize("tool", ["uv", "pipx", "pip"])
def test_a_wheel_is_installed_beside_the_tests(leg, wheel, tool, tmp_path):
    if tool == "uv" and not shutil.which(os.environ.get("UV", "uv")):
        pytest.skip("uv is not there")
    tools = tmp_path / "tools"
    tools.mkdir()
    if tool == "uv":
        (tools / "uv").symlink_to(shutil.which(os.environ.get("UV", "uv")))
    if tool == "pipx":
        subprocess.run([sys.executable, "-m", "venv", tmp_path / "pipx"], check=True)
        subprocess.run([tmp_path / "pipx/bin/python", "-m", "pip", "install", "-q", "pipx"], check=True)
        (tools / "pipx").symlink_to(tmp_path / "pipx/bin/pipx")
    job = leg(installed=False, SHOP_ZONE="here")
    hidden = [p for p in job.environ["PATH"].split(os.pathsep) if not (pathlib.Path(p) / "uv").exists()]
    job.environ["PATH"] = os.pathsep.join([str(tools), *hidden])
    outputs = job.use(ROOT, run="pytest -q", testskew=str(wheel))
    assert not job.failed, job.log
    assert outputs["program"].startswith(str(job.temp))
    assert ("/venv/" in outputs["program"]) == (tool == "pip")
    assert pathlib.Path(outputs["recording"]).exists()


def test_a_working_directory(leg, shop):
    (shop.path / "backend").mkdir()
    for name in FILES:
        (shop.path / name).rename(shop.path / "backend" / name)
    job = leg()
    job.use(ROOT, run="pytest -q", **{"working-directory": "backend"})
    assert job.failed
    assert {one.get("file") for one in job.annotations if one["level"] == "error"} == {"backend/test_shop.py"}


def test_names_of_legs_differ_where_their_matrices_do():
    def name(*words):
        done = subprocess.run(["sh", ROOT / "ci/leg-name.sh", *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    names = [name("test", '{"a": "x/y"}'), name("test", '{"a": "x-y"}'), name("test", '{"a": "x y"}'), name("test", "")]
    assert len(set(names)) == 4
    assert len({n.rsplit("-", 1)[0] for n in names}) == 2
    assert all(c.isalnum() or c in ".-" for c in "".join(names))


@pytest.fixture
def gitlab(shop, venv, programs, tmp_path):
    template = yaml.load((ROOT / "templates/testskew.yml").read_text(), Loader)
    numbers = iter(range(1, 100))

    def run(job, shell="sh", installed=True, **changes):
        path = os.pathsep.join([*([str(programs)] if installed else []), str(venv / "bin"), os.environ["PATH"]])
        clone = tmp_path / f"clone{len(list(tmp_path.glob('clone*')))}"  # each job has its own
        shutil.copytree(shop.path, clone)
        variables = {"TMPDIR": str(tmp_path), **environ(PATH=path, PYTHONPATH=None, **changes)}
        name = job.pop("name", "test")
        one = GitlabJob({**template, name: job}, name, clone, tmp_path / "artifacts", next(numbers), variables, shell)
        one.result = one.run()
        return one

    (tmp_path / "artifacts").mkdir()
    return run


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_gitlab_compares_the_legs_at_the_end(gitlab, shell):
    leg = {"extends": ".testskew-leg", "variables": {"TESTSKEW_RUN": "pytest -q"}}
    good = gitlab({"name": "good", **leg}, shell, SHOP_ZONE="here")
    assert (good.result, good.quality) == ("success", None), good.log
    bad = gitlab({"name": "bad", **leg}, shell)
    assert bad.result == "failed", bad.log
    assert [entry["location"]["path"] for entry in bad.quality] == ["test_shop.py"]
    last = gitlab({"name": "testskew", "extends": ".testskew-compare"}, shell)
    assert last.result == "success", last.log
    assert "passes in good-1" in last.quality[0]["description"]
    assert "section_start:" in last.log


def test_gitlab_without_testskew_runs_the_tests(gitlab):
    variables = {"TESTSKEW_RUN": "pytest -q", "TESTSKEW_REQUIREMENT": "testskew-that-is-nowhere==1"}
    job = gitlab(
        {"extends": ".testskew-leg", "variables": variables}, installed=False, SHOP_ZONE="here", PIP_NO_INDEX="1"
    )
    assert job.result == "success", job.log
    assert "2 passed" in job.log
    assert "could not be installed" in job.log


def test_gitlab_keeps_the_status_of_the_tests(gitlab):
    job = gitlab({"extends": ".testskew-leg", "variables": {"TESTSKEW_RUN": "pytest -q -k fine; exit 3"}})
    assert (job.status, job.result) == (3, "failed")
